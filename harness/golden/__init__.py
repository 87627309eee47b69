"""Golden cases: behaviour that was accepted, compared with behaviour now; nothing here runs, reads or writes anything."""
