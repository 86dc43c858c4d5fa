package dev.auditflow.cli;

import dev.auditflow.admission.bundle.BundleAddress;
import dev.auditflow.admission.bundle.BundleFile;
import dev.auditflow.admission.bundle.BundlePlace;
import dev.auditflow.admission.bundle.BundleSource;
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
            description = "Policies and configuration from a bundle of 'auditflow bundle build'.")
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
        if (!key.isEmpty() || !token.isEmpty() || authorities != null) {
            throw new ConfigException(
                    "--bundle-key, --bundle-token-env and --bundle-ca are about a bundle; name it by --bundle");
        }
    }

    private BundlePlace place() throws ConfigException {
        if (!bundle.contains("://")) {
            if (!token.isEmpty() || authorities != null) {
                throw new ConfigException(
                        "--bundle-token-env and --bundle-ca are for bundles on servers, and %s is a file"
                                .formatted(bundle));
            }
            return new BundleFile(Path.of(bundle));
        }
        URI address = address();
        if (poll.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ConfigException("--bundle-poll takes PT1S or more, not " + poll);
        }
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
        if (authorities != null) {
            client.sslContext(TrustedAuthorities.of(authorities));
        }
        return new BundleAddress(address, token(), poll, client.build());
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
            throw new ConfigException("--bundle takes a file, https://… or http://…, not \"" + bundle + "\"");
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

    private String token() throws ConfigException {
        if (token.isEmpty()) {
            return "";
        }
        String value = System.getenv().getOrDefault(token, "").strip();
        if (!value.matches("[!-~]+")) {
            throw new ConfigException("The variable %s holds no token; --bundle-token-env names it".formatted(token));
        }
        return value;
    }
}
