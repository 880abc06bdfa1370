"""Tokens of shops, payment, mail, media, games and social networks."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Confidence, Severity

from .row import Row, rules_of

_N, _W, _H = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[0-9a-f]"
_UUID = f"{_H}{{8}}-{_H}{{4}}-{_H}{{4}}-{_H}{{4}}-{_H}{{12}}"
_MEDIUM = Confidence.MEDIUM

# fmt: off
ROWS = (
    Row("slack-session-cookie", "Slack session cookie",
        "xoxd-(?![A-Za-z0-9%+/_-]{501})[A-Za-z0-9%+/_-]{80,500}={0,2}(?![%+/=])", ("xoxd-",),
        "SLACK_COOKIE", "https://slack.com/account/settings", dense=False),
    Row("brevo-smtp-key", "Brevo SMTP key", f"xsmtpsib-{_H}{{64}}-{_W}{{16}}", ("xsmtpsib-",), "SMTP_PASSWORD",
        "https://app.brevo.com/settings/keys/smtp"),
    Row("mailersend-token", "MailerSend token", rf"mlsn\.{_N}{{30,100}}", ("mlsn.",), "MAILERSEND_API_KEY",
        "https://app.mailersend.com/api-tokens"),
    Row("onesignal-key", "OneSignal key", "os_v2_(?:app|org)_[a-z2-7]{103}", ("os_v2_",), "ONESIGNAL_API_KEY",
        "https://dashboard.onesignal.com"),
    Row("nylas-api-key", "Nylas API key", f"nyk_(?:v0_{_W}{{64}}|{_N}{{67}})", ("nyk_",), "NYLAS_API_KEY",
        "https://dashboard-v3.nylas.com"),
    Row("salesforce-session", "Salesforce session id", f"00D{_N}{{9,15}}![A-Za-z0-9._]{{79,259}}{_N}", ("00D",),
        "SALESFORCE_ACCESS_TOKEN", "https://login.salesforce.com", anchor=f"00D{_N}{{9,15}}!", dense=False),
    Row("salesforce-consumer-key", "Salesforce consumer key", f"3MVG9[A-Za-z0-9._]{{39,179}}{_N}", ("3MVG9",),
        "SALESFORCE_CONSUMER_KEY", "https://login.salesforce.com", severity=Severity.MEDIUM, confidence=_MEDIUM,
        least=3.2),
    Row("shortcut-token", "Shortcut token", f"sct_[rw](?:s|wa)?_[a-z0-9-]{{1,60}}_{_W}{{142}}", ("sct_",),
        "SHORTCUT_API_TOKEN", "https://app.shortcut.com/settings/account/api-tokens", confidence=_MEDIUM),
    Row("segment-api-token", "Segment API token", f"sgp_{_N}{{64}}", ("sgp_",), "SEGMENT_API_TOKEN",
        "https://app.segment.com", least=3.2),
    Row("polar-token", "Polar token", f"polar_(?:at|oat|pat|rt)_{_W}{{20,100}}", ("polar_",), "POLAR_ACCESS_TOKEN",
        "https://polar.sh/settings", least=3.0),
    Row("paddle-api-key", "Paddle API key", f"pdl_(?:live|sdbx)_apikey_[a-z0-9]{{26}}_{_N}{{22}}_{_N}{{3}}",
        ("pdl_live_apikey_", "pdl_sdbx_apikey_"),
        "PADDLE_API_KEY", "https://vendors.paddle.com/authentication-v2"),
    Row("razorpay-key-id", "Razorpay key id", f"rzp_(?:live|test)_{_N}{{14}}", ("rzp_live_", "rzp_test_"),
        "RAZORPAY_KEY_ID", "https://dashboard.razorpay.com/app/keys", severity=Severity.MEDIUM),
    Row("xendit-key", "Xendit key", f"xnd_(?:production|development)_{_N}{{48,80}}",
        ("xnd_production_", "xnd_development_"), "XENDIT_SECRET_KEY",
        "https://dashboard.xendit.co/settings/developers"),
    Row("mercury-token", "Mercury token", f"mercury_(?:production|sandbox)_[a-z]{{3,6}}_{_N}{{40,50}}_yrucrem",
        ("mercury_production_", "mercury_sandbox_"), "MERCURY_API_TOKEN", "https://app.mercury.com/settings/tokens"),
    Row("ramp-secret", "Ramp client secret", f"ramp_(?:sec_{_N}{{48}}|business_tok_{_N}{{42}})",
        ("ramp_sec_", "ramp_business_tok_"), "RAMP_CLIENT_SECRET", "https://app.ramp.com/developer"),
    Row("robinhood-key", "Robinhood crypto API key", f"rh-api-{_UUID}", ("rh-api-",), "ROBINHOOD_API_KEY",
        "https://robinhood.com/account/crypto", confidence=_MEDIUM),
    Row("samsara-token", "Samsara token", f"samsara_api_{_N}{{26,32}}", ("samsara_api_",), "SAMSARA_API_TOKEN",
        "https://cloud.samsara.com"),
    Row("seam-api-key", "Seam API key", f"seam_(?:test2|live){_N}{{1,8}}_{_N}{{20,32}}", ("seam_test2", "seam_live"),
        "SEAM_API_KEY", "https://console.seam.co", confidence=_MEDIUM),
    Row("stytch-secret", "Stytch secret", f"secret-(?:test|live)-{_W}{{35}}=?(?!=)", ("secret-test-", "secret-live-"),
        "STYTCH_SECRET", "https://stytch.com/dashboard", confidence=_MEDIUM),
    Row("checkout-secret-key", "Checkout.com secret key", f"sk_(?:test_)?{_UUID}", ("sk_",), "CHECKOUT_SECRET_KEY",
        "https://dashboard.checkout.com", anchor="sk_(?:test_)?[0-9a-f]{8}-"),
    Row("crossmint-key", "Crossmint key", f"sk_(?:staging|production)_{_N}{{24,128}}", ("sk_staging_",
        "sk_production_"),
        "CROSSMINT_API_KEY", "https://www.crossmint.com/console", confidence=_MEDIUM),
    Row("liveblocks-secret-key", "Liveblocks secret key", f"sk_(?:prod|dev)_{_W}{{64}}", ("sk_prod_", "sk_dev_"),
        "LIVEBLOCKS_SECRET_KEY", "https://liveblocks.io/dashboard", confidence=_MEDIUM),
    Row("canva-client-secret", "Canva client secret", f"cnvca{_W}{{51}}", ("cnvca",), "CANVA_CLIENT_SECRET",
        "https://www.canva.com/developers"),
    Row("instagram-token", "Instagram access token", f"IGQVJ{_W}{{50,256}}", ("IGQVJ",), "INSTAGRAM_ACCESS_TOKEN",
        "https://developers.facebook.com/apps"),
    Row("pinterest-token", "Pinterest access token", f"pin[ar]_{_W}{{32,300}}", ("pina_", "pinr_"),
        "PINTEREST_ACCESS_TOKEN", "https://developers.pinterest.com/apps", least=3.2),
    Row("vk-token", "VK access token", rf"vk1\.a\.{_W}{{80,240}}", ("vk1.a.",), "VK_TOKEN", "https://dev.vk.com"),
    Row("riot-api-key", "Riot Games API key", f"RGAPI-{_UUID}", ("RGAPI-",), "RIOT_API_KEY",
        "https://developer.riotgames.com"),
    Row("lichess-token", "Lichess token", f"lip_{_N}{{16,60}}", ("lip_",), "LICHESS_TOKEN",
        "https://lichess.org/account/oauth/token", anchor="lip_[A-Za-z0-9]{16}", least=3.2),
    Row("woocommerce-secret", "WooCommerce consumer secret", f"cs_{_H}{{40}}", ("cs_",), "WC_CONSUMER_SECRET",
        "https://woocommerce.com/document/woocommerce-rest-api"),
    Row("miro-token", "Miro access token", f"eyJtaXJv[A-Za-z0-9-]{{10,64}}_{_W}{{20,64}}", ("eyJtaXJv",),
        "MIRO_ACCESS_TOKEN", "https://miro.com/app/settings/user-profile/apps", shown="eyJ"),
    Row("intra42-client-secret", "42 client secret", f"s-s4t2(?:ud|af)-{_H}{{64}}", ("s-s4t2",),
        "FORTYTWO_CLIENT_SECRET",
        "https://profile.intra.42.fr/oauth/applications"),
    Row("ubidots-token", "Ubidots token", f"BBUS-{_N}{{28,40}}", ("BBUS-",), "UBIDOTS_TOKEN",
        "https://industrial.ubidots.com", confidence=_MEDIUM),
    Row("workato-token", "Workato token", rf"wrka[a-z]{{0,2}}-eyJ{_W}{{8,400}}\.{_W}{{16,2000}}\.{_W}{{64,1000}}",
        ("wrka",), "WORKATO_API_TOKEN", "https://app.workato.com/members/api"),
    Row("cal-api-key", "Cal.com API key", f"cal_live_{_H}{{32}}", ("cal_live_",), "CAL_API_KEY",
        "https://app.cal.com/settings/developer/api-keys", confidence=_MEDIUM),
)
# fmt: on

RULES = rules_of(ROWS, 780)
