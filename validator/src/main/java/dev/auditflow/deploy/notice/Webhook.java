package dev.auditflow.deploy.notice;

import dev.auditflow.host.WebClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A web server that takes the notice as JSON, signed by HMAC-SHA-256 over the body or with a bearer token. */
public final class Webhook implements Notifier {
    /** The header of the signature: {@code sha256=} and the HMAC in hexadecimal, as GitHub's webhooks have it. */
    public static final String SIGNATURE = "X-AuditFlow-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";

    private final WebClient web;
    private final URI address;
    private final String secret;
    private final String token;

    /**
     * One behind an address.
     *
     * @param secret signs; empty for no signature
     * @param token bearer token; empty for none
     */
    public Webhook(WebClient web, URI address, String secret, String token) {
        this.web = web;
        this.address = address;
        this.secret = secret;
        this.token = token;
    }

    @Override
    public String name() {
        return "webhook " + address.getHost();
    }

    @Override
    public void tell(Notice notice) throws WebClient.Failure {
        String body = notice.json();
        Map<String, String> headers = new HashMap<>(Map.of("User-Agent", "auditflow"));
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
        if (!secret.isEmpty()) {
            headers.put(SIGNATURE, "sha256=" + signature(secret, body));
        }
        web.post(address, headers, body).orFail();
    }

    /** HMAC-SHA-256 in hexadecimal. */
    static String signature(String secret, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
