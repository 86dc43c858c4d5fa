"""Opens the vaults in group_vars and host_vars before Ansible does, and says what to do about one that it cannot open.

Ansible reads them before its first task, so no playbook could say it. It stands in ansible.cfg before host_group_vars, which
gives the variables as ever and, since both read through one cache, decrypts nothing twice.
"""

import os

from ansible.errors import AnsibleError
from ansible.inventory.group import InventoryObjectType
from ansible.parsing.vault import AnsibleVaultError, AnsibleVaultFormatError, EncryptedString, VaultSecretsContext, is_encrypted_file
from ansible.plugins.vars import BaseVarsPlugin

DOCUMENTATION = """
name: vault_files
short_description: Says what to do about a vault that cannot be opened
description:
  - Gives no variables. Stops with a sentence that names the file and the way out.
"""

NOTHING = "Nothing was changed on any host."


class VarsModule(BaseVarsPlugin):
    REQUIRES_ENABLED = True
    is_stateless = True

    def __init__(self):
        super().__init__()
        # Ansible asks for every host of every task.
        self._looked = set()

    def get_vars(self, loader, path, entities, cache=True):
        for entity in entities if isinstance(entities, list) else [entities]:
            kind = "host_vars" if entity.base_type is InventoryObjectType.HOST else "group_vars"
            folder = os.path.join(os.path.realpath(path), kind)
            # A host that is named by a path, as those of chroot connections are, has no variables there.
            if (folder, entity.name) in self._looked or entity.name.startswith(os.path.sep):
                continue
            self._looked.add((folder, entity.name))
            if os.path.isdir(folder):
                for file in loader.find_vars_files(folder, entity.name):
                    _open(loader, file)
        return {}


def _open(loader, file):
    """Throws an AnsibleError with a sentence if the file, or a value in it, is encrypted and cannot be decrypted."""
    with open(file, "rb") as opened:
        encrypted = is_encrypted_file(opened)
        opened.seek(0)
        # $ANSIBLE_VAULT;1.2;AES256;dev, or without a name in version 1.1
        header = opened.readline().decode("utf-8", "replace").strip().split(";")
    if not encrypted and os.path.basename(file) in ("vault.yml", "vault.yaml"):
        raise AnsibleError(
            f"{file} is not encrypted. {NOTHING} Encrypt it: ansible-vault encrypt --vault-id ENVIRONMENT@prompt {file}. "
            "If it was in a commit, put new secrets into it."
        )
    name = header[3] if encrypted and len(header) > 3 else "default"
    try:
        # With the words of host_group_vars, whose cache this fills.
        values = loader.load_from_file(file, cache="all", unsafe=True, trusted_as_template=True)
    except AnsibleVaultFormatError:
        raise AnsibleError(
            f"{file} begins as a vault and is none: it was cut off or changed by hand. {NOTHING} Get it back from Git."
        ) from None
    except AnsibleVaultError:
        raise AnsibleError(_refused(file, name, f"ansible-vault rekey --vault-id {name}@prompt --new-vault-id {name}@prompt {file}")) from None
    for variable, value in _encrypted(values):
        try:
            str(value)
        except (AnsibleVaultError, AnsibleVaultFormatError):
            again = f"ansible-vault encrypt_string --vault-id ENVIRONMENT@prompt --stdin-name {variable}"
            raise AnsibleError(_refused(f"{variable} in {file}", "ENVIRONMENT", again)) from None


def _refused(what, name, again):
    """What failed and the way out; never a password."""
    give = f"--vault-id {name}@prompt, --vault-id {name}@FILE, or ANSIBLE_VAULT_PASSWORD_FILE=FILE in the environment"
    given = [vault_id for vault_id, _ in VaultSecretsContext.current().secrets or []]
    if not given:
        return f"{what} cannot be decrypted: no vault password was given. {NOTHING} Give it: {give}."
    return (
        f"{what} cannot be decrypted: the vault password that was given (for {', '.join(given)}) is another than the one that it was "
        f"encrypted with. {NOTHING} Give that one: {give}. If it has expired, set a new one: {again}. If nobody has it any more, "
        "write new secrets into a copy of vault.example.yml."
    )


def _encrypted(value, variable=""):
    """Single values that ansible-vault encrypt_string made, with their variables' names."""
    if isinstance(value, EncryptedString):
        yield variable, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _encrypted(inner, variable or str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _encrypted(inner, variable)
