"""How somebody signs in: codes, passkeys, services, and where they are signed in. Django-allauth's rooms in our look."""
