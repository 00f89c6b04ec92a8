"""What is printed around a drill: run sheet, evaluator's sheets, forms, dossiers of the cases."""
