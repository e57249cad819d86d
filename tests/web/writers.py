"""Somebody who writes again and again through a web server that is killed, or whose database fails."""

import time
from threading import Thread

import httpx
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client


class Writer(Thread):
    """Ada changes the name of one deal again and again; what was not taken she sends again, unchanged."""

    def __init__(self, lead, address, cookies, stop):
        super().__init__(daemon=True)
        self.url = f"{address}/leads/{lead.id}/details"
        self.lead, self.cookies, self.stop = lead, cookies, stop
        self.kept = self.sent_again = self.put_off = 0
        self.odd = []

    def run(self):
        with httpx.Client(cookies=self.cookies, timeout=20) as browser:
            while not self.stop.is_set() and not self.odd:
                self.write(browser, number=self.kept + 1)

    def write(self, browser, number):
        form = {"seen": self.lead.version + number - 1, "deal_name": f"Deal {number}", "currency": "EUR"}
        form |= {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        while True:
            try:
                answer = browser.post(self.url, data=form)
            except httpx.TransportError:
                self.sent_again += 1
                time.sleep(0.2)
                continue
            if answer.status_code == httpx.codes.FOUND:
                self.kept = number
            elif is_put_off(answer):
                self.put_off += 1
                time.sleep(0.1)
                continue
            else:
                self.odd.append((answer.status_code, answer.text[:2000]))
            return


class Reader(Thread):
    """Ada opens her list again and again."""

    def __init__(self, address, cookies, stop):
        super().__init__(daemon=True)
        self.url, self.cookies, self.stop = f"{address}/leads/marketplace/accepted", cookies, stop
        self.read = self.put_off = 0
        self.odd = []

    def run(self):
        with httpx.Client(cookies=self.cookies, timeout=20) as browser:
            while not self.stop.is_set() and not self.odd:
                try:
                    answer = browser.get(self.url)
                except httpx.TransportError as error:
                    self.odd.append(repr(error))
                    return
                if answer.status_code == httpx.codes.OK:
                    self.read += 1
                elif is_put_off(answer):
                    self.put_off += 1
                else:
                    self.odd.append((answer.status_code, answer.text[:2000]))
                time.sleep(0.05)


def is_put_off(answer):
    """Whether an answer says that nothing was done and when to come again."""
    return answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and int(answer.headers.get("Retry-After", "0")) > 0


def signed_in(person):
    """The cookies of somebody who has signed in."""
    browser = Client()
    browser.force_login(person)
    return {"sessionid": browser.cookies["sessionid"].value, "csrftoken": _get_new_csrf_string()}
