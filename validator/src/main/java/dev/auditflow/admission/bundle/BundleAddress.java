package dev.auditflow.admission.bundle;

import dev.auditflow.admission.PolicySource.Unusable;
import dev.auditflow.gate.bundle.BundleReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A bundle on a server, asked for again from time to time: only if it changed, where the server names versions by
 * {@code ETag}. Redirections are not followed, since the token would go wherever they lead.
 */
public final class BundleAddress implements BundlePlace {
    private final URI address;
    private final String token;
    private final Duration poll;
    private final BundleClient client;

    /**
     * A place on a server.
     *
     * @param token sent as {@code Authorization: Bearer}; empty for none
     * @param poll how long to wait before asking again
     */
    public BundleAddress(URI address, String token, Duration poll, HttpClient client) {
        this.address = address;
        this.token = token;
        this.poll = poll;
        this.client = new BundleClient(client);
    }

    @Override
    public Optional<Content> read(String known, boolean signed) throws Unusable {
        HttpResponse<byte[]> bundle = get(address, known, BundleReader.MAX_BYTES);
        if (bundle.statusCode() == HttpURLConnection.HTTP_NOT_MODIFIED && !known.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = body(address, bundle);
        URI beside = URI.create(address + SIGNATURE);
        String signature =
                signed ? new String(body(beside, get(beside, "", MAX_SIGNATURE)), StandardCharsets.UTF_8) : "";
        return Optional.of(new Content(
                bytes, signature, bundle.headers().firstValue("ETag").orElse("")));
    }

    @Override
    public void await() throws InterruptedException {
        Thread.sleep(poll);
    }

    @Override
    public String name() {
        return address.toString();
    }

    private static byte[] body(URI from, HttpResponse<byte[]> response) throws Unusable {
        int status = response.statusCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return response.body();
        }
        boolean elsewhere = status / 100 == 3;
        throw new Unusable("%s answers %d%s"
                .formatted(
                        from,
                        status,
                        elsewhere ? ", and redirections are not followed; give the address that it leads to" : ""));
    }

    private HttpResponse<byte[]> get(URI from, String known, int most) throws Unusable {
        HttpRequest.Builder request = HttpRequest.newBuilder(from);
        if (!known.isEmpty()) {
            request.header("If-None-Match", known);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request, most);
    }
}
