"""Mail that comes in: what a mail server or a provider hands over of mails that came back."""
