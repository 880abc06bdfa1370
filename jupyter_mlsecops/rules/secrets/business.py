"""Tokens of payment, messaging, marketing and social services."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Confidence, Severity

from .row import Row, rules_of

_N, _W, _H = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[0-9a-f]"
_UUID = f"{_H}{{8}}-{_H}{{4}}-{_H}{{4}}-{_H}{{4}}-{_H}{{12}}"
_MEDIUM = Confidence.MEDIUM
_INFO = Severity.INFO

# fmt: off
ROWS = (
    Row("stripe-webhook-secret", "Stripe webhook secret", "whsec_[A-Za-z0-9+/]{32,64}={0,2}(?![+/=])", ("whsec_",),
        "STRIPE_WEBHOOK_SECRET", "https://dashboard.stripe.com/webhooks"),
    Row("stripe-publishable-key", "Stripe publishable key", f"pk_(?:live|test)_{_N}{{20,120}}",
        ("pk_live_", "pk_test_"), "STRIPE_PUBLISHABLE_KEY", "https://dashboard.stripe.com/apikeys", severity=_INFO),
    Row("square-access-token", "Square access token", f"(?:EAAA[EFl]{_W}{{59}}|sq0atp-{_W}{{22}}|sq0csp-{_W}{{43}})",
        ("EAAA", "sq0atp-", "sq0csp-"),
        "SQUARE_ACCESS_TOKEN", "https://developer.squareup.com/apps", confidence=_MEDIUM,
        anchor="EAAA[EFl]|sq0[ac][ts]p-"),
    Row("braintree-access-token", "Braintree access token",
        f"access_token[$](?:production|sandbox)[$][0-9a-z]{{16}}[$]{_H}{{32}}", ("access_token$",),
        "BRAINTREE_ACCESS_TOKEN", "https://www.braintreegateway.com", dense=False),
    Row("plaid-access-token", "Plaid access token", f"access-(?:sandbox|development|production)-{_UUID}",
        ("access-sandbox-", "access-development-", "access-production-"), "PLAID_ACCESS_TOKEN",
        "https://dashboard.plaid.com"),
    Row("coingecko-api-key", "CoinGecko API key", f"CG-{_N}{{24}}", ("CG-",), "COINGECKO_API_KEY",
        "https://www.coingecko.com/en/developers/dashboard", severity=Severity.HIGH, confidence=_MEDIUM, least=3.4),
    Row("easypost-api-key", "EasyPost API key", f"EZ[AT]K{_N}{{54}}", ("EZAK", "EZTK"), "EASYPOST_API_KEY",
        "https://www.easypost.com/account/api-keys"),
    Row("duffel-token", "Duffel token", "duffel_(?:live|test)_[A-Za-z0-9_=-]{43}", ("duffel_live_", "duffel_test_"),
        "DUFFEL_ACCESS_TOKEN", "https://app.duffel.com"),
    Row("flutterwave-secret-key", "Flutterwave secret key", f"FLWSECK(?:_TEST)?-{_H}{{32}}-X", ("FLWSECK",),
        "FLW_SECRET_KEY", "https://dashboard.flutterwave.com", shown="FLWSECK"),
    Row("shippo-token", "Shippo token", f"shippo_(?:live|test)_{_H}{{40}}", ("shippo_live_", "shippo_test_"),
        "SHIPPO_API_TOKEN", "https://apps.goshippo.com/settings/api"),
    Row("frameio-token", "Frame.io token", "fio-u-[A-Za-z0-9_=-]{64}", ("fio-u-",), "FRAMEIO_TOKEN",
        "https://developer.frame.io"),
    Row("shopify-token", "Shopify token", "shp(?:at|ca|pa|ss|tka|ua)_[0-9a-fA-F]{32}",
        ("shpat_", "shpca_", "shppa_", "shpss_", "shptka_", "shpua_"), "SHOPIFY_ACCESS_TOKEN",
        "https://admin.shopify.com"),
    Row("amazon-mws-token", "Amazon MWS token", f"amzn[.]mws[.]{_UUID}", ("amzn.mws.",), "MWS_AUTH_TOKEN",
        "https://sellercentral.amazon.com"),
    Row("hubspot-token", "HubSpot private app token", f"pat-(?:na|eu|ap)[0-9]-{_UUID}", ("pat-na", "pat-eu", "pat-ap"),
        "HUBSPOT_ACCESS_TOKEN", "https://app.hubspot.com/private-apps"),
    Row("mailgun-key", "Mailgun key", f"(?:key|pubkey)-{_H}{{32}}", ("key-",), "MAILGUN_API_KEY",
        "https://app.mailgun.com/settings/api_security", anchor="key-[0-9a-f]{32}", lead=3),
    Row("brevo-api-key", "Brevo API key", f"xkeysib-{_H}{{64}}-{_W}{{16}}", ("xkeysib-",), "BREVO_API_KEY",
        "https://app.brevo.com/settings/keys/api"),
    Row("resend-api-key", "Resend API key", f"re_{_N}{{8}}_{_N}{{24}}", ("re_",), "RESEND_API_KEY",
        "https://resend.com/api-keys"),
    Row("contentful-token", "Contentful management token", f"CFPAT-{_W}{{43}}", ("CFPAT-",),
        "CONTENTFUL_MANAGEMENT_TOKEN", "https://app.contentful.com/account/profile/cma_tokens"),
    Row("typeform-token", "Typeform token", f"tfp_(?:[A-Za-z0-9_.=-]{{58}}{_N}|{_W}{{40,64}})", ("tfp_",),
        "TYPEFORM_TOKEN",
        "https://admin.typeform.com/user/tokens"),
    Row("intercom-token", "Intercom access token", "dG9rO[A-Za-z0-9+/]{50,60}={0,2}(?![+/=])", ("dG9rO",),
        "INTERCOM_ACCESS_TOKEN", "https://app.intercom.com/a/apps/_/developer-hub"),
    Row("dropbox-token", "Dropbox access token", f"sl[.](?:u[.])?{_W}{{130,1600}}", ("sl.",), "DROPBOX_ACCESS_TOKEN",
        "https://www.dropbox.com/account/connected_apps"),
    Row("adobe-client-secret", "Adobe client secret", f"p8e-{_W}{{32}}", ("p8e-",), "ADOBE_CLIENT_SECRET",
        "https://developer.adobe.com/console"),
    Row("facebook-token", "Facebook access token", f"EAA[A-Z]{_N}{{80,800}}", ("EAA",), "FACEBOOK_ACCESS_TOKEN",
        "https://developers.facebook.com/tools/accesstoken", least=4.0),
    Row("twitter-bearer-token", "X (Twitter) bearer token",

               "AAAAAAAAAAAAAAAAAAAAA[A-Za-z0-9]{4,60}(?:%2[BF][A-Za-z0-9]{0,40}){0,4}%3D[A-Za-z0-9]{40,60}",
        ("AAAAAAAAAAAAAAAAAAAAA",), "TWITTER_BEARER_TOKEN", "https://developer.x.com/en/portal/dashboard"),
    Row("statsig-secret-key", "Statsig server key", f"secret-{_N}{{43}}", ("secret-",), "STATSIG_SERVER_SECRET",
        "https://console.statsig.com/api_keys", severity=Severity.HIGH, confidence=_MEDIUM, least=3.4),
    Row("lob-api-key", "Lob API key", f"live_{_H}{{35}}", ("live_",), "LOB_API_KEY",
        "https://dashboard.lob.com/settings/api-keys", severity=Severity.HIGH, confidence=_MEDIUM, least=3.0),
    Row("linkedin-client-secret", "LinkedIn client secret", f"WPL_AP[01][.]{_N}{{16}}[.][A-Za-z0-9+/]{{6}}==",
        ("WPL_AP",), "LINKEDIN_CLIENT_SECRET", "https://www.linkedin.com/developers/apps", confidence=_MEDIUM),
    Row("zapier-webhook", "Zapier webhook", "https://hooks[.]zapier[.]com/hooks/catch/[0-9]{4,12}/[a-z0-9]{5,12}",
        ("hooks.zapier",), "ZAPIER_WEBHOOK_URL", "https://zapier.com/app/zaps", severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM, shown="https"),
    Row("discord-webhook", "Discord webhook",
        f"https://(?:canary[.]|ptb[.])?discord(?:app)?[.]com/api/webhooks/[0-9]{{17,20}}/{_W}{{60,80}}",
        ("/api/webhooks/",), "DISCORD_WEBHOOK_URL", "https://discord.com", shown="https"),
    Row("teams-webhook", "Microsoft Teams webhook",
        f"https://[a-z0-9.-]{{0,60}}office[.]com/webhook(?:b2)?/{_UUID}@{_UUID}/IncomingWebhook/{_H}{{32}}/{_UUID}",
        ("/IncomingWebhook/",), "TEAMS_WEBHOOK_URL", "https://teams.microsoft.com", shown="https", dense=False),
    Row("sentry-dsn", "Sentry address", f"https://{_H}{{32}}@[a-z0-9.-]{{0,40}}sentry[.]io/[0-9]{{5,20}}",
        ("sentry.io/",),
        "SENTRY_DSN", "https://sentry.io", severity=_INFO, shown="https", dense=False),
)
# fmt: on

RULES = rules_of(ROWS, 600)
