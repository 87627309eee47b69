"""Ties requirements to evidence and says what is known of each; asking products, git and disks lies in ``app`` and below."""
