"""The places a message can go to, one file each: what it needs to know, how it is written to, and in which markup."""
