package dev.auditflow.admission.server;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS of a server by Java itself, with the keys and authorities that the server's options name and nothing else. Vert.x's own way
 * reads the system's authorities and every algorithm of Bouncy Castle first, which takes longer than all else of a start.
 */
final class JavaTls extends SSLEngineOptions {
    @Override
    public SSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Contexts();
    }

    /** Takes the options one by one, as Vert.x hands them over. Protocols are set for each connection. */
    private static final class Contexts implements SslContextFactory {
        private ClientAuth clients = ClientAuth.NONE;
        private KeyManager[] keys = {};
        private TrustManager[] authorities = {};

        @Override
        public SslContextFactory clientAuth(ClientAuth clientAuth) {
            clients = clientAuth;
            return this;
        }

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            keys = factory.getKeyManagers();
            return this;
        }

        @Override
        public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
            authorities = factory.getTrustManagers();
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys, authorities, null);
                return new JdkSslContext(
                        context,
                        false,
                        null,
                        IdentityCipherSuiteFilter.INSTANCE,
                        ApplicationProtocolConfig.DISABLED,
                        clients,
                        null,
                        false);
            } catch (GeneralSecurityException e) {
                throw new SSLException(e);
            }
        }
    }
}
