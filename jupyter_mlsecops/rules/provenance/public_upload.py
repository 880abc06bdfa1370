"""Models and files given to everybody, by Python code."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Severity, Value, offer, rule
from .few import with_few_fixes

_REPOSITORIES = (
    *("*.push_to_hub", "*.create_repo", "huggingface_hub.create_repo", "*.upload_large_folder", "*.upload_folder"),
    *("*.update_repo_settings", "*.update_repo_visibility", "huggingface_hub.update_repo_settings"),
    *("huggingface_hub.update_repo_visibility", "huggingface_hub.upload_large_folder", "*.push_to_hub_merged"),
    *("huggingface_hub.duplicate_space", "*.duplicate_space", "*.save_to_hub", "*.create_project"),
)
_TRAINERS = ("Seq2SeqTrainingArguments", "TrainingArguments", "SFTConfig", "DPOConfig", "GRPOConfig", "PPOConfig")
TRAINING_ARGUMENTS = tuple(f"{module}.{name}" for module in ("transformers", "trl", "*") for name in _TRAINERS)
_ACLS = frozenset(
    ("public-read", "public-read-write", "publicRead", "publicReadWrite", "authenticated-read", "authenticatedRead")
)
_AZURE = frozenset(("blob", "container"))
_EVERYTHING = frozenset(
    (".", "./", "/", "~", "~/", "..", "../", "/content", "/root", "/home/jovyan", "/kaggle/working")
)
_EVERYBODY = frozenset(("allUsers", "allAuthenticatedUsers"))


@rule(
    id="public-artifact-upload",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="File or model uploaded for everybody",
    cwe=200,
    owasp=["ML05", "LLM02"],
    screen=(
        *("public", "private", "allusers", "allauthenticatedusers", "upload_folder", "upload_large_folder"),
        *("upload_directory", "world_readable", "unlisted"),
    ),
    caseless=True,
    bad=[
        Example("«m.push_to_hub('org/m', private=False)»", fixed="m.push_to_hub('org/m', private=True)"),
        Example(
            "from huggingface_hub import create_repo as cr\n«cr('org/m', private=False)»",
            fixed="from huggingface_hub import create_repo as cr\ncr('org/m', private=True)",
        ),
        "from huggingface_hub import HfApi\napi = HfApi()\nkw = {'private': False}\n# %%\n"
        "«api.create_repo('org/m', **kw)»",
        "from huggingface_hub import HfApi\n«HfApi().update_repo_settings('org/m', private=False)»",
        Example(
            "from transformers import TrainingArguments\n"
            "a = «TrainingArguments('o', push_to_hub=True, hub_private_repo=False)»",
            fixed="from transformers import TrainingArguments\n"
            "a = TrainingArguments('o', push_to_hub=True, hub_private_repo=True)",
        ),
        "from huggingface_hub import HfApi\n«HfApi().upload_folder(folder_path='.', repo_id='org/m')»",
        "import os\nfrom huggingface_hub import upload_folder\n"
        "«upload_folder(repo_id='org/m', folder_path=os.getcwd())»",
        Example(
            "«s3.put_object(Bucket=b, Key=k, Body=x, ACL='public-read')»",
            fixed='s3.put_object(Bucket=b, Key=k, Body=x, ACL="private")',
        ),
        "import boto3\ns3 = boto3.resource('s3')\n«s3.Bucket(b).put_object(Key=k, ACL='public-read-write')»",
        Example(
            "«s3.upload_file(p, b, k, ExtraArgs={'ACL': 'public-read'})»",
            fixed="s3.upload_file(p, b, k, ExtraArgs={'ACL': \"private\"})",
        ),
        Example(
            "extra = {'ACL': 'public-read', 'ContentType': 'x'}\n# %%\n«s3.upload_fileobj(f, b, k, ExtraArgs=extra)»",
            fixed="extra = {'ACL': \"private\", 'ContentType': 'x'}\n# %%\ns3.upload_fileobj(f, b, k, ExtraArgs=extra)",
        ),
        "acl = 'public-read'\n# %%\n«client.put_bucket_acl(Bucket=b, ACL=acl)»",
        "«df.to_csv('s3://b/x.csv', storage_options={'s3_additional_kwargs': {'ACL': 'public-read'}})»",
        Example(
            "from google.cloud import storage\nblob.upload_from_filename('m.pt')\n«blob.make_public()»\nprint(1)",
            fixed="from google.cloud import storage\nblob.upload_from_filename('m.pt')\nprint(1)",
        ),
        Example(
            "«blob.upload_from_filename('m.pt', predefined_acl='publicRead')»",
            fixed="blob.upload_from_filename('m.pt', predefined_acl=\"private\")",
        ),
        "from google.cloud import storage\np = bucket.get_iam_policy()\n"
        "p.bindings.append({'role': 'roles/storage.objectViewer', 'members': {«'allUsers'»}})",
        Example(
            "from azure.storage.blob import BlobServiceClient\nservice = BlobServiceClient.from_connection_string(c)\n"
            "«service.create_container('models', public_access='blob')»",
            fixed="from azure.storage.blob import BlobServiceClient\n"
            "service = BlobServiceClient.from_connection_string(c)\nservice.create_container('models')",
        ),
        "from azure.storage.blob import PublicAccess, ContainerClient\n"
        "«ContainerClient.from_container_url(u).create_container(public_access=PublicAccess.Container)»",
        Example(
            "from kaggle.api.kaggle_api_extended import KaggleApi\napi = KaggleApi()\n"
            "«api.dataset_create_new('data', public=True)»",
            fixed="from kaggle.api.kaggle_api_extended import KaggleApi\napi = KaggleApi()\n"
            "api.dataset_create_new('data', public=False)",
        ),
        "import chart_studio.plotly as py\n«py.plot(fig, filename='f', sharing='public')»",
        "«s3.delete_public_access_block(Bucket='models')»",
        "from github import Github\n«Github(t).get_user().create_gist(True, files, public=True)»",
    ],
    ok=[
        "m.push_to_hub('org/m', private=True)",
        "from huggingface_hub import create_repo\ncreate_repo('org/m', private=private)",
        "s3.put_object(Bucket=b, Key=k, ACL='private')  # public",
        "s3.upload_file(p, b, k, ExtraArgs={'ContentType': 'text/csv'})  # public-read",
        "blob.make_private()  # not public",
        "text = \"blob.make_public() ACL='public-read'\"",
        "class Thing:\n    def make_public(self):\n        self.public = True\nThing().make_public()",
        "service.create_container('models', public_access=None)",
        "api.dataset_create_new('data', public=False)",
        "widget = Form(private=False)",
        "from huggingface_hub import HfApi\nHfApi().upload_folder(folder_path='out/m', repo_id='org/m', private=True)",
        "py.plot(fig, sharing='private')  # public",
        "names = ['allUsers']",
    ],
)
def public_artifact_upload(code: Code) -> Iterator[Match]:
    """Everybody can read what is uploaded here, with the personal data and secrets that may be in it.

    Upload it as private, and share it with the people who need it."""
    yield from with_few_fixes(_found(code))


def _found(code: Code) -> Iterator[Match]:
    yield from _repositories(code)
    yield from _acls(code)
    yield from _others(code)


def _repositories(code: Code) -> Iterator[Match]:
    for call in code.calls(*_REPOSITORIES):
        private = call.keywords.get("private")
        folder = call.argument(-1, "folder_path")
        if private is not None and private.is_false():
            fix = offer("Set private=True", Applicability.SAFE, call.set_keyword("private", "True"))
            yield Match(call.span, proposals=fix)
        elif folder is not None and _is_everything(folder) and call.name.endswith("_folder"):
            yield Match(call.span, "The whole working folder is uploaded, with .env, .git and all outputs")
    for call in code.calls(*TRAINING_ARGUMENTS):
        private = call.keywords.get("hub_private_repo")
        if private is not None and private.is_false() and _pushes(call):
            fix = offer("Set hub_private_repo=True", Applicability.SAFE, call.set_keyword("hub_private_repo", "True"))
            yield Match(call.span, proposals=fix)


def _acls(code: Code) -> Iterator[Match]:
    for call in code.keyword("ACL", "acl", "ExtraArgs", "predefined_acl", "storage_options", "s3_additional_kwargs"):
        value = _acl(call)
        if value is None or not isinstance(value.constant, str) or value.constant not in _ACLS:
            continue
        edits = value.replaced('"private"') if value.is_written_out else None
        yield Match(call.span, proposals=offer("Make it private", Applicability.REVIEW, edits))
    for call in code.calls("*.make_public"):
        if code.uses_module("google.cloud", "gcsfs", "firebase_admin"):
            fixes = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            yield Match(call.span, proposals=fixes)
    if code.uses_module("google.cloud", "googleapiclient", "google.iam"):
        for text in code.strings():
            if text.value in _EVERYBODY:
                yield Match(text.span)


def _acl(call: Call) -> Value | None:
    for name in ("ACL", "acl", "predefined_acl"):
        if name in call.keywords:
            return call.keywords[name]
    for name in ("ExtraArgs", "storage_options", "s3_additional_kwargs"):
        if name in call.keywords:
            entries = call.keywords[name].entries
            inner = entries.get("s3_additional_kwargs")
            return entries.get("ACL") or (inner.entries.get("ACL") if inner is not None else None)
    return None


def _others(code: Code) -> Iterator[Match]:
    for call in code.keyword("public_access"):
        access = call.keywords["public_access"]
        last = access.name.rpartition(".")[2].lower()
        if access.constant in _AZURE or ("PublicAccess" in access.name and last in _AZURE):
            fixes = offer("Remove public_access", Applicability.REVIEW, call.drop_keyword("public_access"))
            yield Match(call.span, proposals=fixes)
    for call in code.calls("*.dataset_create_new", "*.create_gist"):
        public = call.keywords.get("public")
        if public is not None and public.is_true():
            fixes = offer("Set public=False", Applicability.SAFE, call.set_keyword("public", "False"))
            yield Match(call.span, proposals=fixes)
    for call in code.calls("chart_studio.plotly.plot", "chart_studio.plotly.iplot", "plotly.plotly.plot"):
        sharing = call.keywords.get("sharing")
        if sharing is not None and sharing.constant == "public":
            fixes = offer("Share it as private", Applicability.SAFE, call.set_keyword("sharing", '"private"'))
            yield Match(call.span, proposals=fixes)
    for call in code.calls("*.delete_public_access_block"):
        fixes = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
        yield Match(call.span, "The bucket's protection against public access is removed", proposals=fixes)


def _is_everything(folder: Value) -> bool:
    return folder.constant in _EVERYTHING or folder.name in ("os.getcwd()", "pathlib.Path.cwd()", "pathlib.Path.home()")


def _pushes(call: Call) -> bool:
    push = call.keywords.get("push_to_hub")
    return push is not None and not push.is_false()
