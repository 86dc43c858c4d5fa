"""The filter `chart_archive`: a folder with a Helm chart as the base64 text that a HelmChart object carries."""

import base64
import gzip
import io
import pathlib
import tarfile

from ansible.errors import AnsibleFilterError


def chart_archive(folder):
    """The same folder gives the same text, so that a second run changes nothing."""
    root = pathlib.Path(folder)
    if not (root / "Chart.yaml").is_file():
        raise AnsibleFilterError(f"{folder} has no Chart.yaml; platform_bootstrap_validator_chart is the folder of a Helm chart")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
            entry = tarfile.TarInfo(f"{root.name}/{file.relative_to(root).as_posix()}")
            content = file.read_bytes()
            entry.size, entry.mode, entry.mtime = len(content), 0o644, 0
            archive.addfile(entry, io.BytesIO(content))
    return base64.b64encode(gzip.compress(packed.getvalue(), mtime=0)).decode()


class FilterModule:
    """What Ansible looks for."""

    def filters(self):
        """The filters by their names."""
        return {"chart_archive": chart_archive}
