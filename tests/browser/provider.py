"""A sign-in provider (OpenID Connect) as small as can be, on this machine: it lets in whom the test names, without asking."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """`claims`: what it will say of the next who signs in."""

    address: str
    claims: dict[str, Any] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)

    def secrets(self, dashboard: str) -> str:
        """Streamlit's secrets for a dashboard at this address."""
        return (
            f'[auth]\nredirect_uri = "{dashboard}/oauth2callback"\ncookie_secret = "{"x" * 40}"\n'
            f'client_id = "dashboard"\nclient_secret = "hush"\n'
            f'server_metadata_url = "{self.address}/.well-known/openid-configuration"\n'
        )

    def metadata(self) -> dict[str, Any]:
        ways = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in ways.items()},
        }

    def token(self, code: str) -> dict[str, Any]:
        now = int(time.time())
        said = {"iss": self.address, "aud": "dashboard", "sub": "1", "iat": now, "exp": now + 600}
        said |= {"nonce": self.nonces.pop(code), **self.claims}
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, said, KEY)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": signed}


@contextlib.contextmanager
def serving() -> Iterator[Provider]:
    """A provider on a free port."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, said = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if path == "/authorize":
                code = f"code{len(provider.nonces)}"
                provider.nonces[code] = said["nonce"][0]
                back = urlencode({"code": code, "state": said["state"][0]})
                self.send_response(302)
                self.send_header("location", f"{said['redirect_uri'][0]}?{back}")
                self.end_headers()
            elif path == "/keys":
                self._json({"keys": [KEY.as_dict(private=False)]})
            else:
                self._json(provider.metadata())

        def do_POST(self) -> None:
            said = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            self._json(provider.token(said["code"][0]))

        def _json(self, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
