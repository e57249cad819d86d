"""The worker: brings facts to their handlers, does what recurs, sends mails. Any number may run."""
