"""What words leave open, and the answers they allow."""
