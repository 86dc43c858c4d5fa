package dev.auditflow.cli;

import dev.auditflow.attest.KeyKind;
import dev.auditflow.attest.SigningKey;
import dev.auditflow.config.ConfigException;
import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow keys}: pairs of keys for attestations. */
@Command(
        name = "keys",
        description = "Makes and names keys that sign verdicts.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "generate",
            description = "Writes NAME.key, a private key that only you may read, and NAME.pub.",
            mixinStandardHelpOptions = true)
    int generate(
            @Parameters(paramLabel = "NAME", description = "Path of the files without their ending.") Path name,
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            defaultValue = "ecdsa-p256",
                            description = "ecdsa-p256 or ed25519 (default: ecdsa-p256).")
                    String kind)
            throws ConfigException {
        KeyKind wanted = Arrays.stream(KeyKind.values())
                .filter(one -> one.word().equals(kind))
                .findFirst()
                .orElseThrow(() -> new ConfigException("--kind takes ecdsa-p256 or ed25519, not \"" + kind + "\""));
        Path secret = Path.of(name + ".key");
        Path open = Path.of(name + ".pub");
        SigningKey key = SigningKey.generate(wanted);
        try {
            if (Files.exists(open)) {
                throw new FileAlreadyExistsException(open.toString());
            }
            AtomicFiles.writePrivately(secret, key.pem());
            AtomicFiles.write(open, key.verifying().pem());
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(
                    "%s is there already; a key that signed something must not be lost. Choose another name"
                            .formatted(e.getFile()));
        } catch (IOException e) {
            throw new ConfigException("The key cannot be written: " + e.getMessage());
        }
        spec.commandLine().getOut().printf("%s%n%s%nkey id %s%n", secret, open, key.keyId());
        return ExitCode.PASS;
    }

    @Command(
            name = "show",
            description = "Prints the id of a public key, as attestations and lists of what is revoked name it.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = KeySources.FORM, description = "The public key.") String place)
            throws ConfigException {
        spec.commandLine().getOut().println(KeySources.verifying(place).keyId());
        return ExitCode.PASS;
    }
}
