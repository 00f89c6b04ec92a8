"""English texts of all faults by code. A fault carries its code and parameters; the text is made when it is shown."""

MESSAGES: dict[str, str] = {
    # files
    "file-missing": "there is no such file",
    "file-unreadable": "cannot be read: {reason}",
    "file-not-utf8": "is not UTF-8 text (byte {byte}); save it as UTF-8",
    "folder-exists": "is a drill already; choose another folder or say --replace",
    "folder-taken": "is not empty and is not a drill; choose another folder",
    "folder-unwritable": "cannot be written: {reason}",
    "not-a-drill": "is not a drill folder (it has no log.jsonl)",
    "drill-damaged": "is damaged: {reason}",
    "drill-format": "was written in log format {found}; this program reads up to {known}",
    "drill-played": "has been played already; prepare a new one, or say --replace to play it again from its start",
}
