"""One function a question; plain values, limited to what the asker may see."""
