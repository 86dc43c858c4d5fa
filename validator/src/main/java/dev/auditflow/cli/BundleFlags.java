package dev.auditflow.cli;

import dev.auditflow.admission.bundle.BundleAddress;
import dev.auditflow.admission.bundle.BundleArtifact;
import dev.auditflow.admission.bundle.BundleFile;
import dev.auditflow.admission.bundle.BundlePlace;
import dev.auditflow.admission.bundle.BundleSource;
import dev.auditflow.admission.bundle.OciReference;
import dev.auditflow.admission.bundle.OciRepository;
import dev.auditflow.config.ConfigException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that say from where a bundle comes and who must have signed it. */
final class BundleFlags {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--bundle",
            paramLabel = "FILE|URL",
            description =
                    "Policies and configuration from a bundle of 'auditflow bundle build': a file, https://… or oci://….")
    private String bundle = "";

    @Option(
            names = "--bundle-key",
            paramLabel = KeySources.FORM,
            description =
                    "Public key that must have signed the bundle, in a file of the same name with .sig behind it.")
    private String key = "";

    @Option(
            names = "--bundle-poll",
            paramLabel = "DURATION",
            description = "How often a URL is asked for another bundle (default: PT30S).")
    private Duration poll = Duration.ofSeconds(30);

    @Option(
            names = "--bundle-token-env",
            paramLabel = "NAME",
            description = "Variable of the environment with the bearer token for the URL.")
    private String token = "";

    @Option(
            names = "--bundle-login-env",
            paramLabel = "NAME",
            description = "Variable of the environment with USER:PASSWORD for the registry of oci://….")
    private String login = "";

    @Option(
            names = "--bundle-ca",
            paramLabel = "FILE",
            description = "Authorities of the URL's server, in PEM (default: those of Java).")
    private @Nullable Path authorities;

    boolean isGiven() {
        return !bundle.isEmpty();
    }

    /** The bundle's policies, and those that come after it. @throws ConfigException for flags that do not fit */
    BundleSource source(BundleSource.Loader loader) throws ConfigException {
        return new BundleSource(place(), key.isEmpty() ? null : KeySources.verifying(key), loader);
    }

    /** @throws ConfigException for a flag that only means something with a bundle */
    void refuseAlone() throws ConfigException {
        if (!key.isEmpty() || !token.isEmpty() || !login.isEmpty() || authorities != null) {
            throw new ConfigException("--bundle-key, --bundle-token-env, --bundle-login-env and --bundle-ca are about a"
                    + " bundle; name it by --bundle");
        }
    }

    private BundlePlace place() throws ConfigException {
        if (!bundle.contains("://")) {
            if (!token.isEmpty() || !login.isEmpty() || authorities != null) {
                throw new ConfigException("--bundle-token-env, --bundle-login-env and --bundle-ca are for bundles on"
                        + " servers, and %s is a file".formatted(bundle));
            }
            return new BundleFile(Path.of(bundle));
        }
        if (poll.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ConfigException("--bundle-poll takes PT1S or more, not " + poll);
        }
        HttpClient client = client(authorities);
        if (!bundle.startsWith("oci://")) {
            if (!login.isEmpty()) {
                throw new ConfigException(
                        "--bundle-login-env is for oci://…; a server gets a token by --bundle-token-env");
            }
            return new BundleAddress(address(), variable("--bundle-token-env", token), poll, client);
        }
        OciReference reference = reference(bundle);
        if (reference.isHere() && key.isEmpty()) {
            throw new ConfigException(
                    "Nobody proves to be the registry of this machine;" + " say by --bundle-key who signs the bundle");
        }
        if (!token.isEmpty()) {
            throw new ConfigException(
                    "--bundle-token-env is for https://…; a registry gets a password by --bundle-login-env");
        }
        OciRepository repository = new OciRepository(reference, variable("--bundle-login-env", login), client);
        return new BundleArtifact(reference, repository, poll);
    }

    /**
     * A client that follows no redirections.
     *
     * @param authorities of servers; null for those of Java
     */
    static HttpClient client(@Nullable Path authorities) throws ConfigException {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
        if (authorities != null) {
            client.sslContext(TrustedAuthorities.of(authorities));
        }
        return client.build();
    }

    /** @throws ConfigException if it is no reference */
    static OciReference reference(String text) throws ConfigException {
        return OciReference.of(text)
                .orElseThrow(() -> new ConfigException(
                        "A bundle in a registry is oci://HOST/NAME:TAG or oci://HOST/NAME@sha256:…, not \"%s\""
                                .formatted(text)));
    }

    private URI address() throws ConfigException {
        URI address;
        try {
            address = URI.create(bundle);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--bundle takes a file or the URL of one, not \"" + bundle + "\"");
        }
        String scheme = String.valueOf(address.getScheme());
        boolean plain = scheme.equals("http");
        if (!(plain || scheme.equals("https")) || address.getHost() == null) {
            throw new ConfigException("--bundle takes a file, https://…, oci://… or http://…, not \"" + bundle + "\"");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new ConfigException("--bundle takes an address without user, query and fragment;"
                    + " secrets come by --bundle-token-env");
        }
        if (plain && key.isEmpty()) {
            throw new ConfigException("Whoever is on the way can change what comes over http;"
                    + " say by --bundle-key who signs the bundle, or use https");
        }
        if (plain && !token.isEmpty()) {
            throw new ConfigException("Whoever is on the way can read a token that goes over http; use https");
        }
        return address;
    }

    /** The secret in a variable, empty if no flag names one. @throws ConfigException if it holds none */
    static String variable(String flag, String name) throws ConfigException {
        if (name.isEmpty()) {
            return "";
        }
        String value = System.getenv().getOrDefault(name, "").strip();
        if (!value.matches("[!-~]+")) {
            throw new ConfigException("The variable %s holds no secret; %s names it".formatted(name, flag));
        }
        return value;
    }
}
