"""Send one mail at once, past the outbox, to see that the settings for mail are right."""

from __future__ import annotations

import argparse
import smtplib


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="where to send it")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.mail import EmailMessage

    if not settings.EMAIL_HOST:
        print(
            "Mail is not set up. Set SAPWOOD_SMTP_HOST (and SAPWOOD_SMTP_PORT, _USER, _PASSWORD), see docs/operations.md."
        )
        return 2
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    message = EmailMessage(
        subject="Sapwood can send mail",
        body=f"This came from {settings.SAPWOOD_BASE_URL or 'Sapwood'} through {where}.\nNothing else needs to be done.\n",
        to=[options.address],
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        print(f"{where} did not take it: {error}. Check host, port, user and password, and STARTTLS or TLS.")
        return 1
    print(f"{where} took a mail to {options.address}. Look into the mailbox, and into its spam folder.")
    return 0
