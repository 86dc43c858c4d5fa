package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.PolicySource;
import dev.auditflow.admission.bundle.BundleArtifact;
import dev.auditflow.admission.bundle.BundleFile;
import dev.auditflow.admission.bundle.BundlePlace;
import dev.auditflow.admission.bundle.OciReference;
import dev.auditflow.admission.bundle.OciRepository;
import dev.auditflow.attest.DetachedSignature;
import dev.auditflow.attest.SigningKey;
import dev.auditflow.attest.VerifyingKey;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.gate.bundle.BundleException;
import dev.auditflow.gate.bundle.BundleReader;
import dev.auditflow.gate.bundle.BundleWriter;
import dev.auditflow.gate.bundle.ReducedConfig;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow bundle}: one file for the admission webhook. */
@Command(
        name = "bundle",
        description = "Makes one file of policies, waivers and admission settings, for machines without opa.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class BundleCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "build",
            description = "Compiles the policies and writes the bundle; the same sources make the same bytes.",
            mixinStandardHelpOptions = true)
    int build(
            @Mixin PolicySelection selection,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The bundle.")
                    Path file,
            @Option(
                            names = "--sign",
                            paramLabel = KeySources.FORM,
                            defaultValue = "",
                            description = "Private key; the signature goes to FILE.sig.")
                    String key)
            throws ConfigException {
        PolicySettings settings = selection.settings();
        // Mistakes are named by the places of the sources, which a bundle does not know.
        selection.load(settings);
        String config = ReducedConfig.of(selection.text(), settings);
        byte[] bytes;
        try {
            bytes = BundleWriter.bytes(OwnPolicyFiles.read(settings).bundle(config));
        } catch (BundleException e) {
            throw new ConfigException("The bundle %s".formatted(e.reason()));
        }
        // It must be of use where it goes, and keep the digest that these sources have here.
        AdmissionPolicies policies = read(file, bytes).admission("", Config.DEFAULT_KUBERNETES);
        @Nullable SigningKey signing = key.isEmpty() ? null : KeySources.signing(key);
        try {
            AtomicFiles.write(file, bytes);
            if (signing != null) {
                AtomicFiles.write(Path.of(file + ".sig"), DetachedSignature.of(bytes, signing));
            }
        } catch (IOException e) {
            throw new ConfigException("%s cannot be written: %s".formatted(file, e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s %s%npolicies %s%n", file, Digest.of(bytes), policies.digest());
        if (signing != null) {
            out.printf("signed by %s: %s.sig%n", signing.keyId(), file);
        }
        return ExitCode.PASS;
    }

    @Command(name = "show", description = "Prints what a bundle holds, with digests.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "FILE", description = "The bundle.") Path file,
            @Option(
                            names = "--key",
                            paramLabel = KeySources.FORM,
                            defaultValue = "",
                            description = "Public key that must have signed it in FILE.sig.")
                    String key)
            throws ConfigException {
        BundlePlace.Content content = content(file, !key.isEmpty());
        byte[] bytes = content.bundle();
        PrintWriter out = spec.commandLine().getOut();
        if (!key.isEmpty()) {
            VerifyingKey verifying = KeySources.verifying(key);
            if (!DetachedSignature.holds(bytes, content.signature(), verifying)) {
                throw new ConfigException(
                        "%s is not what the key %s signed in %s.sig".formatted(file, verifying.keyId(), file));
            }
            out.printf("signed by %s%n", verifying.keyId());
        }
        BundledPolicies bundled = read(file, bytes);
        out.printf("%s %s%n", Digest.of(bytes), file);
        out.printf(
                "policies %s%n",
                bundled.admission("", Config.DEFAULT_KUBERNETES).digest());
        out.printf(
                "%s built-in packs, %d rules of your own, %d constraints of Gatekeeper, %d waivers%n",
                bundled.config().policies().builtin() ? "the" : "no",
                bundled.policies().own().map(own -> own.rules().size()).orElse(0),
                bundled.policies().gatekeeper().map(all -> all.rules().size()).orElse(0),
                bundled.config().waivers().size());
        entries(file, bytes).forEach((name, entry) -> out.printf("%s %8d %s%n", Digest.of(entry), entry.length, name));
        return ExitCode.PASS;
    }

    @Command(
            name = "push",
            description = "Puts a bundle and its signature into a registry.",
            mixinStandardHelpOptions = true)
    int push(
            @Parameters(paramLabel = "FILE", description = "The bundle; FILE.sig goes with it if it is there.")
                    Path file,
            @Parameters(paramLabel = "oci://HOST/NAME:TAG", description = "Where it goes.") String to,
            @Option(
                            names = "--bundle-login-env",
                            paramLabel = "NAME",
                            defaultValue = "",
                            description = "Variable of the environment with USER:PASSWORD for the registry.")
                    String login,
            @Option(
                            names = "--bundle-ca",
                            paramLabel = "FILE",
                            description = "Authorities of the registry, in PEM (default: those of Java).")
                    @Nullable
                    Path authorities)
            throws ConfigException {
        BundlePlace.Content content = content(file, Files.exists(Path.of(file + BundlePlace.SIGNATURE)));
        read(file, content.bundle());
        OciReference reference = BundleFlags.reference(to);
        OciRepository repository = new OciRepository(
                reference, BundleFlags.variable("--bundle-login-env", login), BundleFlags.client(authorities));
        try {
            String digest = new BundleArtifact(reference, repository, Duration.ZERO)
                    .write(content.bundle(), content.signature());
            spec.commandLine().getOut().printf("%s %s%n", digest, reference);
            return ExitCode.PASS;
        } catch (PolicySource.Unusable e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static BundlePlace.Content content(Path file, boolean signed) throws ConfigException {
        try {
            return new BundleFile(file).read("", signed).orElseThrow();
        } catch (PolicySource.Unusable e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static BundledPolicies read(Path file, byte[] bytes) throws ConfigException {
        try {
            // Whether namespaces can be asked for their labels is for the place where it runs.
            return BundledPolicies.of(BundleReader.read(bytes), EnforcementPoint.COMMAND_LINE, Surroundings.none());
        } catch (BundleException e) {
            throw new ConfigException("%s %s".formatted(file, e.reason()));
        }
    }

    private static SortedMap<String, byte[]> entries(Path file, byte[] bytes) throws ConfigException {
        try {
            return BundleReader.entries(bytes);
        } catch (BundleException e) {
            throw new ConfigException("%s %s".formatted(file, e.reason()));
        }
    }
}
