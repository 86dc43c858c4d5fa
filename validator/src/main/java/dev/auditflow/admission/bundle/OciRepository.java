package dev.auditflow.admission.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.auditflow.admission.PolicySource.Unusable;
import dev.auditflow.host.Digest;
import dev.auditflow.yaml.JsonNodes;
import dev.auditflow.yaml.MapNode;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One repository of a registry, by the OCI distribution specification 1.1 and its token authentication. What is read is held
 * against its digest. For one thread at a time.
 */
public final class OciRepository {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private static final String ACCEPTED = MANIFEST + ", application/vnd.docker.distribution.manifest.v2+json";
    private static final int MAX_MANIFEST = 1024 * 1024;
    private static final int MAX_REDIRECTIONS = 3;
    private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final OciReference reference;
    private final String login;
    private final BundleClient client;
    private String authorization = "";

    /** @param login {@code user:password} for registries that ask for it; empty for nobody */
    public OciRepository(OciReference reference, String login, HttpClient client) {
        this.reference = reference;
        this.login = login;
        this.client = new BundleClient(client);
    }

    /** The bytes of the manifest that the reference names. @throws Unusable if there is none, or it is another one */
    byte[] manifest() throws Unusable {
        URI address = reference.address("manifests/" + reference.version());
        byte[] bytes = body(address, get(address, Map.of("Accept", ACCEPTED), MAX_MANIFEST));
        if (reference.isDigest()) {
            refuseOther(address, bytes, reference.version());
        }
        return bytes;
    }

    /** A blob. @throws Unusable if it is not there, or its bytes are not those of the digest */
    byte[] blob(String digest, int most) throws Unusable {
        URI address = reference.address("blobs/" + digest);
        HttpResponse<byte[]> response = get(address, Map.of(), most);
        // Registries keep blobs elsewhere. Who may read here is no business of that place: the digest says what is
        // right.
        for (int i = 0; i < MAX_REDIRECTIONS && response.statusCode() / 100 == 3; i++) {
            Optional<URI> next = response.headers().firstValue("Location").map(response.uri()::resolve);
            if (next.isEmpty()
                    || !(reference.isHere() || "https".equals(next.get().getScheme()))) {
                throw new Unusable("%s leads to no address by https".formatted(BundleClient.shown(address)));
            }
            response = client.send(HttpRequest.newBuilder(next.get()), most);
        }
        byte[] bytes = body(address, response);
        refuseOther(address, bytes, digest);
        return bytes;
    }

    /** Puts bytes there, unless they are there already. @return their digest */
    String putBlob(byte[] bytes) throws Unusable {
        String digest = Digest.of(bytes);
        HttpResponse<byte[]> there = send(
                HttpRequest.newBuilder(reference.address("blobs/" + digest)).method("HEAD", BodyPublishers.noBody()),
                MAX_MANIFEST);
        if (there.statusCode() == HttpURLConnection.HTTP_OK) {
            return digest;
        }
        URI start = reference.address("blobs/uploads/");
        HttpResponse<byte[]> begun = expect(
                HttpURLConnection.HTTP_ACCEPTED,
                start,
                send(HttpRequest.newBuilder(start).POST(BodyPublishers.noBody()), MAX_MANIFEST));
        URI upload = begun.headers()
                .firstValue("Location")
                .map(start::resolve)
                .orElseThrow(() -> new Unusable(start + " says not where to upload"));
        URI whole = URI.create(upload + (upload.getRawQuery() == null ? "?" : "&") + "digest=" + encoded(digest));
        HttpRequest.Builder put = HttpRequest.newBuilder(whole)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes));
        expect(HttpURLConnection.HTTP_CREATED, whole, send(put, MAX_MANIFEST));
        return digest;
    }

    /** Lets the reference name a manifest. */
    void putManifest(byte[] manifest) throws Unusable {
        URI address = reference.address("manifests/" + reference.version());
        HttpRequest.Builder put = HttpRequest.newBuilder(address)
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofByteArray(manifest));
        expect(HttpURLConnection.HTTP_CREATED, address, send(put, MAX_MANIFEST));
    }

    private HttpResponse<byte[]> get(URI address, Map<String, String> headers, int most) throws Unusable {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        headers.forEach(request::header);
        return send(request, most);
    }

    /** Asks; if the registry wants to know who asks, says so and asks again. */
    private HttpResponse<byte[]> send(HttpRequest.Builder request, int most) throws Unusable {
        HttpResponse<byte[]> response = client.send(authorized(request.copy()), most);
        if (response.statusCode() != HttpURLConnection.HTTP_UNAUTHORIZED) {
            return response;
        }
        authorization = answer(response.headers().firstValue("WWW-Authenticate").orElse(""));
        return client.send(authorized(request.copy()), most);
    }

    private HttpRequest.Builder authorized(HttpRequest.Builder request) {
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private String answer(String challenge) throws Unusable {
        String kind = challenge.strip().toLowerCase(Locale.ROOT);
        if (kind.startsWith("basic")) {
            return basic();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        URI realm = realm(parameters.getOrDefault("realm", ""));
        if (!kind.startsWith("bearer")) {
            throw new Unusable(reference.registry() + " asks for something else than a token or a password");
        }
        String query = "service=" + encoded(parameters.getOrDefault("service", "")) + "&scope="
                + encoded(parameters.getOrDefault("scope", "repository:" + reference.repository() + ":pull"));
        URI address = URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query);
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        String who = basic();
        if (!who.isEmpty()) {
            request.header("Authorization", who);
        }
        return "Bearer " + token(realm, body(realm, client.send(request, MAX_MANIFEST)));
    }

    private URI realm(String text) throws Unusable {
        try {
            URI realm = URI.create(text);
            boolean secure = "https".equals(realm.getScheme());
            if (realm.getHost() != null && (secure || (reference.isHere() && "http".equals(realm.getScheme())))) {
                return realm;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new Unusable(
                "%s wants a token of \"%s\", which is no address by https".formatted(reference.registry(), text));
    }

    private static String token(URI realm, byte[] answer) throws Unusable {
        try {
            if (JsonNodes.read(answer) instanceof MapNode map) {
                Optional<String> token = map.string("token").or(() -> map.string("access_token"));
                if (token.isPresent() && token.get().matches("[!-~]+")) {
                    return token.get();
                }
            }
        } catch (JsonProcessingException e) {
            // Said below; the parser's words may quote the token.
        }
        throw new Unusable(BundleClient.shown(realm) + " gives no token");
    }

    private String basic() {
        return login.isEmpty()
                ? ""
                : "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuseOther(URI from, byte[] bytes, String digest) throws Unusable {
        if (!Digest.of(bytes).equals(digest)) {
            throw new Unusable("%s gives other bytes than those of its digest".formatted(from));
        }
    }

    private static byte[] body(URI from, HttpResponse<byte[]> response) throws Unusable {
        return expect(HttpURLConnection.HTTP_OK, from, response).body();
    }

    private static HttpResponse<byte[]> expect(int status, URI from, HttpResponse<byte[]> response) throws Unusable {
        if (response.statusCode() != status) {
            boolean who = response.statusCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                    || response.statusCode() == HttpURLConnection.HTTP_FORBIDDEN;
            throw new Unusable("%s answers %d%s"
                    .formatted(
                            BundleClient.shown(from),
                            response.statusCode(),
                            who ? "; say who asks by --bundle-login-env" : ""));
        }
        return response;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
