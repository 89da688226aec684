"""A page that opens without the server: encrypted here, decrypted in the reader's own browser.

AES-256-GCM under a key that PBKDF2 (SHA-256) makes of a passphrase. Nothing is fetched, and the
page can neither send nor load anything: its policy allows its own script alone.
"""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

FORMAT = "whereabouts-snapshot-1"
ITERATIONS = 600_000
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
GROUPS, OF = 5, 5
HELD = re.compile(r'<script id="sealed" type="application/json">(.*?)</script>', re.DOTALL)

SCRIPT = """
'use strict';
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const sealed = JSON.parse(document.getElementById('sealed').textContent);
const said = document.getElementById('said');
document.getElementById('open').addEventListener('submit', async (event) => {
  event.preventDefault();
  said.textContent = 'Opening.';
  const words = document.getElementById('passphrase').value.toUpperCase().replace(/[^A-Z0-9]/g, '');
  try {
    const raw = await crypto.subtle.importKey(
      'raw', new TextEncoder().encode(words), 'PBKDF2', false, ['deriveKey']);
    const key = await crypto.subtle.deriveKey(
      {name: 'PBKDF2', hash: 'SHA-256', salt: bytes(sealed.salt), iterations: sealed.iterations},
      raw, {name: 'AES-GCM', length: 256}, false, ['decrypt']);
    const text = await crypto.subtle.decrypt(
      {name: 'AES-GCM', iv: bytes(sealed.nonce),
       additionalData: new TextEncoder().encode(sealed.label)},
      key, bytes(sealed.sealed));
    document.getElementById('inside').innerHTML = new TextDecoder().decode(text);
    document.getElementById('outside').remove();
    document.getElementById('inside').focus();
  } catch (fault) {
    said.textContent = 'That passphrase does not open it. Check it letter by letter.';
  }
});
"""
STYLE = """
body{font:16px/1.4 arial,sans-serif;color:#0b0c0c;max-width:60rem;margin:0 auto;padding:1rem}
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
caption{font-weight:bold;text-align:left}
th,td{border-bottom:1px solid #b1b4b6;text-align:left;vertical-align:top}
th,td{padding:.3rem .5rem .3rem 0}
input,button{font:inherit;padding:.4rem}button{background:#00703c;color:#fff;border:0}
:focus{outline:3px solid #fd0;outline-offset:0}.paper__blank{height:2.4em;width:65%}
section{break-inside:avoid-page}@media print{.no-print{display:none}}
"""


class WrongPassphrase(Exception):
    """The passphrase does not open it, or the file was changed."""


class NotSealed(Exception):
    """The file is no snapshot of ours."""


@dataclass(frozen=True, kw_only=True)
class Lock:
    """A key with what is needed to make it again from the passphrase; never the passphrase."""

    salt: bytes
    key: bytes
    iterations: int = ITERATIONS


def new_passphrase() -> str:
    """Return a passphrase that nobody guesses: 25 letters and figures, in groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(OF)) for _ in range(GROUPS))


def lock_of(*, passphrase: str, salt: bytes | None = None, iterations: int = ITERATIONS) -> Lock:
    """Return the lock that a passphrase makes, with a salt of its own unless one is given."""
    salt = salt or secrets.token_bytes(16)
    words = re.sub(r"[^A-Z0-9]", "", passphrase.upper())
    made = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=iterations)
    return Lock(salt=salt, key=made.derive(words.encode()), iterations=iterations)


def seal_page(*, inside: str, title: str, label: str, lock: Lock) -> str:
    """Return a page whose inside opens with the passphrase of the lock alone."""
    nonce = secrets.token_bytes(12)
    labelled = f"{FORMAT}|{label}"
    sealed = AESGCM(lock.key).encrypt(nonce, inside.encode(), labelled.encode())
    held = json.dumps(
        {
            "label": labelled,
            "salt": _text(lock.salt),
            "iterations": lock.iterations,
            "nonce": _text(nonce),
            "sealed": _text(sealed),
        }
    )
    script = _text(hashlib.sha256(SCRIPT.encode()).digest())
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}'; form-action 'none'; base-uri 'none'">
<style>{STYLE}</style></head><body>
<main id="outside"><h1>{title}</h1>
<p>It opens here, in this browser: nothing is sent. Close it and the browser when you are done, and write down who read it, when and why.</p>
<form id="open"><p><label for="passphrase">Passphrase, from the envelope</label><br>
<input id="passphrase" autocomplete="off" autocapitalize="characters" spellcheck="false" size="34" required></p>
<button type="submit">Open</button></form><p id="said" role="status"></p>
<noscript><p>Without JavaScript it opens with <code>bin/whereabouts snapshot open FILE</code>.</p></noscript></main>
<main id="inside" tabindex="-1"></main>
<script id="sealed" type="application/json">{held}</script>
<script>{SCRIPT}</script></body></html>
"""  # noqa: E501


def open_page(*, page: str, passphrase: str) -> str:
    """Return the inside of a sealed page.

    :raises NotSealed: it is no page of ours.
    :raises WrongPassphrase: the passphrase does not open it, or it was changed.
    """
    found = HELD.search(page)
    if found is None:
        raise NotSealed("This file is no snapshot.")
    held: dict[str, Any] = json.loads(found[1])
    lock = lock_of(
        passphrase=passphrase, salt=base64.b64decode(held["salt"]), iterations=held["iterations"]
    )
    try:
        inside = AESGCM(lock.key).decrypt(
            base64.b64decode(held["nonce"]),
            base64.b64decode(held["sealed"]),
            held["label"].encode(),
        )
    except InvalidTag:
        raise WrongPassphrase("This passphrase does not open it.") from None
    return inside.decode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
