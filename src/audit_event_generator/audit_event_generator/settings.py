"""What the environment says. The chart's ConfigMap sets these variables; docs/services.md lists them."""

from typing import Literal, Self

from pydantic import AnyHttpUrl, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one process, read from variables that begin with AUDIT_GENERATOR_."""

    model_config = SettingsConfigDict(env_prefix="AUDIT_GENERATOR_", frozen=True, hide_input_in_errors=True)

    http_port: int = Field(default=8080, ge=1, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    store_url: AnyHttpUrl = AnyHttpUrl("http://localhost:8080")
    events_per_second: float = Field(default=1, ge=0, le=1000, allow_inf_nan=False)
    batch_size: int = Field(default=10, ge=1, le=500)
    queue_limit: int = Field(default=1000, ge=1, le=100_000)
    send_timeout_seconds: float = Field(default=5, gt=0, le=60)
    # Seconds in which a stopping process sends what is queued. Less than the pod's grace period.
    stop_seconds: float = Field(default=20, ge=0, le=600)
    # The same seed makes the same events; without one each process makes its own.
    seed: int | None = None

    @model_validator(mode="after")
    def _no_password_in_the_address(self) -> Self:
        if self.store_url.username or self.store_url.password or self.store_url.query or self.store_url.fragment:
            raise ValueError("store_url has a user, password, query or fragment in it: give the store's base address alone")
        return self
