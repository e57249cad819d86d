"""Who has a passkey signs in with it alone; who signs in otherwise is asked for it."""

from segue.accounts.models import Person

PASSWORD = "a-good-long-word"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def by_password(page, live, person):
    page.goto(f"{live}/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_opens_the_desk(page, live, aurora, settings):
    settings.BASE_URL = live
    ada = Person.objects.get(id=aurora.ada.person_id)
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    by_password(page, live, ada)
    page.goto(f"{live}/accounts/second-step/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Ada's laptop")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()

    page.context.clear_cookies()
    page.goto(f"{live}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Leads").first.wait_for()

    page.context.clear_cookies()
    by_password(page, live, ada)
    page.get_by_role("heading", name="Second step").wait_for()
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.get_by_role("heading", name="Leads").first.wait_for()
