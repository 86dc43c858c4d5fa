package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.TemplateException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcRSAContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes X.509 certificates with the fields and extensions that Go's {@code x509.CreateCertificate} gives Sprig. */
final class Certificates {
    private static final int SERIAL_BITS = 128;
    private static final int KEY_ID_BYTES = 20;

    private final SecureRandom random;
    private final Instant now;

    Certificates(SecureRandom random, Instant now) {
        this.random = random;
        this.now = now;
    }

    /**
     * Whom a certificate is for.
     *
     * @param names DNS names and IP addresses
     * @param days how long it is valid
     * @param authority whether it may sign others
     */
    record Request(String commonName, List<GeneralName> names, long days, boolean authority) {
        Request {
            names = List.copyOf(names);
        }

        /** A common name that is empty is no part of the subject. */
        X500Name subject() {
            X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
            return commonName.isEmpty()
                    ? builder.build()
                    : builder.addRDN(BCStyle.CN, commonName).build();
        }
    }

    /**
     * A signed certificate as PEM.
     *
     * @param issuer the signer's certificate; null when the certificate signs itself
     */
    String sign(
            Request request,
            AsymmetricKeyParameter key,
            @Nullable X509CertificateHolder issuer,
            AsymmetricKeyParameter signingKey) {
        try {
            X500Name subject = request.subject();
            SubjectPublicKeyInfo publicKey =
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(PrivateKeys.publicKey(key));
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer == null ? subject : issuer.getSubject(),
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now),
                    Date.from(now.plus(request.days(), ChronoUnit.DAYS)),
                    subject,
                    publicKey);
            extend(builder, request, publicKey, issuer, subject);
            return PrivateKeys.pem(
                    "CERTIFICATE", builder.build(signer(signingKey)).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new TemplateException("error creating certificate: " + e.getMessage());
        }
    }

    private static void extend(
            X509v3CertificateBuilder builder,
            Request request,
            SubjectPublicKeyInfo publicKey,
            @Nullable X509CertificateHolder issuer,
            X500Name subject)
            throws IOException {
        int usage = KeyUsage.keyEncipherment | KeyUsage.digitalSignature;
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(request.authority() ? usage | KeyUsage.keyCertSign : usage));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(request.authority()));
        if (request.authority()) {
            builder.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId(publicKey)));
        }
        if (issuer != null && !issuer.getSubject().equals(subject)) {
            Extension id = issuer.getExtension(Extension.subjectKeyIdentifier);
            if (id != null) {
                byte[] bytes =
                        SubjectKeyIdentifier.getInstance(id.getParsedValue()).getKeyIdentifier();
                builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(bytes));
            }
        }
        if (!request.names().isEmpty()) {
            GeneralNames names = new GeneralNames(request.names().toArray(new GeneralName[0]));
            builder.addExtension(
                    Extension.subjectAlternativeName, request.commonName().isEmpty(), names);
        }
    }

    private static byte[] keyId(SubjectPublicKeyInfo publicKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(publicKey.getPublicKeyData().getOctets());
            return Arrays.copyOf(digest, KEY_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private ContentSigner signer(AsymmetricKeyParameter key) throws OperatorCreationException {
        return switch (key) {
            case RSAPrivateCrtKeyParameters _ -> signer(key, "SHA256WITHRSA");
            case ECPrivateKeyParameters ec -> {
                int bits = ec.getParameters().getN().bitLength();
                yield signer(key, bits > 384 ? "SHA512WITHECDSA" : bits > 256 ? "SHA384WITHECDSA" : "SHA256WITHECDSA");
            }
            case Ed25519PrivateKeyParameters ed -> new EdSigner(ed);
            default ->
                throw new TemplateException(
                        "error creating certificate: x509: certificate private key does not implement crypto.Signer");
        };
    }

    private ContentSigner signer(AsymmetricKeyParameter key, String name) throws OperatorCreationException {
        AlgorithmIdentifier signature = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
        AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
        BcContentSignerBuilder builder = key instanceof ECPrivateKeyParameters
                ? new BcECContentSignerBuilder(signature, digest)
                : new BcRSAContentSignerBuilder(signature, digest);
        return builder.setSecureRandom(random).build(key);
    }

    /** The library's builders know no Edwards curves. */
    private static final class EdSigner implements ContentSigner {
        private final Ed25519Signer signer = new Ed25519Signer();

        EdSigner(Ed25519PrivateKeyParameters key) {
            signer.init(true, key);
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    signer.update((byte) b);
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    signer.update(bytes, from, length);
                }
            };
        }

        @Override
        public byte[] getSignature() {
            return signer.generateSignature();
        }
    }
}
