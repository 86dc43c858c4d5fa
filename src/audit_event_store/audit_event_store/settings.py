"""What the environment says. The chart's ConfigMap sets these variables; docs/services.md lists them."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError


class Settings(BaseSettings):
    """Settings of one process, read from variables that begin with AUDIT_STORE_."""

    model_config = SettingsConfigDict(env_prefix="AUDIT_STORE_", frozen=True, hide_input_in_errors=True)

    http_port: int = Field(default=8080, ge=1, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    max_batch_size: int = Field(default=500, ge=1, le=10_000)
    max_body_bytes: int = Field(default=1_048_576, ge=1024, le=16_777_216)
    # Requests with a body that are worked on at once: together with max_body_bytes the memory that senders can take.
    max_ingest_requests: int = Field(default=16, ge=1, le=1000)
    retention_days: int = Field(default=90, ge=0, le=36_500)
    database_url: str = "sqlite:///events.db"
    database_password_file: Path | None = None
    database_pool_size: int = Field(default=5, ge=1, le=50)
    # Seconds that requests under way may take after SIGTERM. Less than the pod's grace period without its preStop sleep.
    stop_seconds: int = Field(default=20, ge=1, le=600)

    @model_validator(mode="after")
    def _database_can_be_used(self) -> Self:
        url = self.database()
        if url.password is not None:
            raise ValueError("database_url has a password in it: put it into a file and name that in database_password_file")
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise ValueError("database_url begins with neither sqlite:// nor postgresql://")
        return self

    def database(self) -> URL:
        """The database's address with the driver that this service ships, without a password."""
        try:
            url = make_url(self.database_url)
        except ArgumentError:
            raise ValueError("database_url is no address such as postgresql://ROLE@HOST:5432/DATABASE") from None
        return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url

    def database_password(self) -> str | None:
        """The password as its file holds it now, so that a changed Secret is used by the next connection."""
        if self.database_password_file is None:
            return None
        return self.database_password_file.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")
