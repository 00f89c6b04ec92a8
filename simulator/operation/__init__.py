"""What happens, on the SimPy clock: engine, log, officers, controls."""
