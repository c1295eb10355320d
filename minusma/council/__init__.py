"""The Security Council in class: its sessions and votes, role sheets, and the panel that counts."""
