package dev.auditflow.admission.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The first connection takes half a second, most of it to load what HTTPS needs, and an API server waits for one to three.
 * So the server makes it itself, before it says that it listens.
 */
final class FirstConnection {
    private static final Logger LOG = Logger.getLogger(FirstConnection.class.getName());
    private static final int MILLIS = 2_000;

    /** Addresses to listen on that stand for all, and one of those that they stand for. */
    private static final Map<String, String> ALL = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    private FirstConnection() {}

    /** Asks for {@code /healthz}. That nothing comes back is no trouble: the next connection is the first then. */
    static void make(String host, int port) {
        String address = ALL.getOrDefault(host, host);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
                socket.setSoTimeout(MILLIS);
                socket.connect(new InetSocketAddress(address, port), MILLIS);
                socket.getOutputStream()
                        .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.log(Level.FINE, "The server does not reach itself at {0}:{1}: {2}", new Object[] {address, port, e});
        }
    }

    /** Nothing is told to this connection and nothing of its answer is believed, so whose certificate it is does not matter. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
