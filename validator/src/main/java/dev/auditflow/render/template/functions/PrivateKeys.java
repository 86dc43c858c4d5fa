package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.TemplateException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.generators.DSAKeyPairGenerator;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.DSAParameters;
import org.bouncycastle.crypto.params.DSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** Private keys: made from a seed, and read and written in the PEM forms of Go. */
final class PrivateKeys {
    private static final String SUFFIX = " PRIVATE KEY";

    private PrivateKeys() {}

    /** A key of a type as {@code genPrivateKey} names it; null for a type that there is not. */
    static @Nullable AsymmetricKeyParameter ofType(String type, SeededRandom random) {
        return switch (type) {
            case "", "rsa" -> KnownPrimes.load().rsa(4096, random);
            case "dsa" -> dsa(random);
            case "ecdsa" -> {
                ECKeyPairGenerator generator = new ECKeyPairGenerator();
                generator.init(new ECKeyGenerationParameters(
                        ECNamedDomainParameters.lookup(X9ObjectIdentifiers.prime256v1), random));
                yield generator.generateKeyPair().getPrivate();
            }
            case "ed25519" -> new Ed25519PrivateKeyParameters(random);
            default -> null;
        };
    }

    private static AsymmetricKeyParameter dsa(SeededRandom random) {
        DSAKeyPairGenerator generator = new DSAKeyPairGenerator();
        generator.init(new DSAKeyGenerationParameters(random, KnownPrimes.load().dsa()));
        return generator.generateKeyPair().getPrivate();
    }

    static AsymmetricKeyParameter publicKey(AsymmetricKeyParameter key) {
        return switch (key) {
            case RSAPrivateCrtKeyParameters rsa ->
                new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent(), true);
            case ECPrivateKeyParameters ec ->
                new org.bouncycastle.crypto.params.ECPublicKeyParameters(point(ec), ec.getParameters());
            case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
            default ->
                throw new TemplateException(
                        "error creating certificate: x509: certificate private key does not implement crypto.Signer");
        };
    }

    private static org.bouncycastle.math.ec.ECPoint point(ECPrivateKeyParameters key) {
        return new FixedPointCombMultiplier().multiply(key.getParameters().getG(), key.getD());
    }

    /** The PEM block that Go's standard library and Sprig write for a key. */
    static String write(AsymmetricKeyParameter key) {
        try {
            return switch (key) {
                case RSAPrivateCrtKeyParameters rsa ->
                    pem("RSA" + SUFFIX, pkcs1(rsa).getEncoded());
                case ECPrivateKeyParameters ec -> pem("EC" + SUFFIX, sec1(ec).getEncoded());
                case DSAPrivateKeyParameters dsa ->
                    pem("DSA" + SUFFIX, openssl(dsa).getEncoded());
                case Ed25519PrivateKeyParameters ed ->
                    pem(
                            "PRIVATE KEY",
                            new PrivateKeyInfo(
                                            new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                                            new DEROctetString(ed.getEncoded()))
                                    .getEncoded());
                default -> throw new IllegalArgumentException("no PEM form for " + key.getClass());
            };
        } catch (IOException e) {
            throw new IllegalStateException("a key could not be written", e);
        }
    }

    private static RSAPrivateKey pkcs1(RSAPrivateCrtKeyParameters key) {
        return new RSAPrivateKey(
                key.getModulus(),
                key.getPublicExponent(),
                key.getExponent(),
                key.getP(),
                key.getQ(),
                key.getDP(),
                key.getDQ(),
                key.getQInv());
    }

    private static ECPrivateKey sec1(ECPrivateKeyParameters key) {
        return new ECPrivateKey(
                key.getParameters().getN().bitLength(),
                key.getD(),
                new DERBitString(point(key).getEncoded(false)),
                ((ECNamedDomainParameters) key.getParameters()).getName());
    }

    private static DERSequence openssl(DSAPrivateKeyParameters key) {
        DSAParameters shared = key.getParameters();
        BigInteger y = shared.getG().modPow(key.getX(), shared.getP());
        return new DERSequence(new ASN1Integer[] {
            new ASN1Integer(0),
            new ASN1Integer(shared.getP()),
            new ASN1Integer(shared.getQ()),
            new ASN1Integer(shared.getG()),
            new ASN1Integer(y),
            new ASN1Integer(key.getX())
        });
    }

    /** Writes one PEM block. */
    static String pem(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot fail", e);
        }
        return text.toString().replace("\r\n", "\n");
    }

    /** The first PEM block of a text, null when there is none. */
    static @Nullable PemObject block(String text) {
        try (PemReader reader = new PemReader(new StringReader(text))) {
            return reader.readPemObject();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** @throws TemplateException in Sprig's words for what is no private key */
    static AsymmetricKeyParameter read(String text) {
        PemObject block = block(text);
        if (block == null) {
            throw new TemplateException("no PEM data in input");
        }
        String type = block.getType();
        if (!type.equals("PRIVATE KEY") && !type.endsWith(SUFFIX)) {
            throw new TemplateException("no private key data in PEM block of type " + type);
        }
        byte[] content = block.getContent();
        String form = type.equals("PRIVATE KEY") ? "" : type.substring(0, type.length() - SUFFIX.length());
        try {
            return switch (form) {
                case "" -> PrivateKeyFactory.createKey(content);
                case "RSA" ->
                    PrivateKeyFactory.createKey(new PrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                            RSAPrivateKey.getInstance(content)));
                case "EC" -> {
                    ECPrivateKey key = ECPrivateKey.getInstance(content);
                    yield PrivateKeyFactory.createKey(new PrivateKeyInfo(
                            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                            key));
                }
                case "DSA" -> dsa(ASN1Sequence.getInstance(content));
                default -> throw new TemplateException("invalid private key type " + form);
            };
        } catch (IOException | IllegalArgumentException | ClassCastException | IndexOutOfBoundsException e) {
            String what = form.isEmpty() ? "decoding PEM as PKCS#8" : "parsing " + form + " private key from PEM";
            throw new TemplateException(what + ": " + e.getMessage());
        }
    }

    private static AsymmetricKeyParameter dsa(ASN1Sequence parts) {
        BigInteger[] numbers = new BigInteger[parts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ASN1Integer.getInstance(parts.getObjectAt(i)).getPositiveValue();
        }
        return new DSAPrivateKeyParameters(numbers[5], new DSAParameters(numbers[1], numbers[2], numbers[3]));
    }
}
