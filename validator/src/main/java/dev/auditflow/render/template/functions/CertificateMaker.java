package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoFormat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.TemplateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.util.IPAddress;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Makes keys and certificates of the arguments of template functions. */
final class CertificateMaker {
    private static final int RSA_BITS = 2048;

    /** Steps that making a key counts for, so that many of them run into the limits. */
    private static final int SLOW = 500_000;

    private CertificateMaker() {}

    /** What templates see as the result. */
    private record Certificate(String cert, String key) implements GoStruct {
        @Override
        public String typeName() {
            return "sprig.certificate";
        }

        @Override
        public List<String> fieldNames() {
            return List.of("Cert", "Key");
        }

        @Override
        public Object field(String name) {
            return name.equals("Cert") ? cert : key;
        }

        @Override
        public String text() {
            return "{" + cert + " " + key + "}";
        }

        @Override
        public @Nullable Fn method(String name) {
            return null;
        }
    }

    static String privateKey(FnContext context, List<@Nullable Object> args) {
        String type = StringFunctions.text(args, 0);
        context.step(SLOW);
        AsymmetricKeyParameter key = PrivateKeys.ofType(type, new SeededRandom(context.random()));
        return key == null ? "Unknown type " + type : PrivateKeys.write(key);
    }

    private static AsymmetricKeyParameter fresh(FnContext context) {
        context.step(SLOW);
        return KnownPrimes.load().rsa(RSA_BITS, context.random());
    }

    private static AsymmetricKeyParameter given(List<@Nullable Object> args, int index) {
        try {
            return PrivateKeys.read(StringFunctions.text(args, index));
        } catch (TemplateException e) {
            throw new TemplateException("parsing private key: " + e.text());
        }
    }

    /** A certificate of an authority, for a key of its own or the one among the arguments. */
    static GoStruct authority(FnContext context, String name, List<@Nullable Object> args) {
        AsymmetricKeyParameter key = args.size() > 2 ? given(args, 2) : fresh(context);
        Certificates.Request request =
                new Certificates.Request(StringFunctions.text(args, 0), List.of(), Casts.toLong(args.get(1)), true);
        return new Certificate(certificates(context, name).sign(request, key, null, key), PrivateKeys.write(key));
    }

    /** A certificate that is signed by its own key. */
    static GoStruct selfSigned(FnContext context, String name, List<@Nullable Object> args) {
        AsymmetricKeyParameter key = args.size() > 4 ? given(args, 4) : fresh(context);
        return new Certificate(certificates(context, name).sign(request(args), key, null, key), PrivateKeys.write(key));
    }

    /** A certificate that is signed by the authority among the arguments. */
    static GoStruct signed(FnContext context, String name, List<@Nullable Object> args) {
        AsymmetricKeyParameter key = args.size() > 5 ? given(args, 5) : fresh(context);
        if (!(args.get(4) instanceof Certificate signer)) {
            throw new TemplateException("unable to decode certificate");
        }
        PemObject block = PrivateKeys.block(signer.cert());
        if (block == null) {
            throw new TemplateException("unable to decode certificate");
        }
        X509CertificateHolder issuer = parse(block);
        AsymmetricKeyParameter signingKey = signingKey(signer.key());
        return new Certificate(
                certificates(context, name).sign(request(args), key, issuer, signingKey), PrivateKeys.write(key));
    }

    private static Certificates certificates(FnContext context, String name) {
        return new Certificates(new SeededRandom(context.random()), context.now(name));
    }

    private static X509CertificateHolder parse(PemObject block) {
        try {
            return new X509CertificateHolder(block.getContent());
        } catch (IOException | RuntimeException e) {
            throw new TemplateException("error parsing certificate: decodedCert.Bytes: x509: malformed certificate");
        }
    }

    private static AsymmetricKeyParameter signingKey(String text) {
        try {
            return PrivateKeys.read(text);
        } catch (TemplateException e) {
            throw new TemplateException("error parsing private key: " + e.text());
        }
    }

    private static Certificates.Request request(List<@Nullable Object> args) {
        List<GeneralName> names = new ArrayList<>();
        for (String name : names(args.get(2), "error processing alternate dns name")) {
            names.add(new GeneralName(GeneralName.dNSName, name));
        }
        for (String address : names(args.get(1), "error parsing ip")) {
            if (!IPAddress.isValid(address)) {
                throw new TemplateException("error parsing ip: " + address);
            }
            names.add(new GeneralName(GeneralName.iPAddress, address));
        }
        return new Certificates.Request(StringFunctions.text(args, 0), names, Casts.toLong(args.get(3)), false);
    }

    private static List<String> names(@Nullable Object list, String problem) {
        List<String> names = new ArrayList<>();
        if (list instanceof GoList items) {
            for (Object item : items.items()) {
                if (!(item instanceof String name)) {
                    throw new TemplateException("%s: %s is not a string".formatted(problem, GoFormat.print(item)));
                }
                names.add(name);
            }
        }
        return names;
    }

    static GoStruct custom(List<@Nullable Object> args) {
        String cert = decoded(args, 0, "unable to decode base64 certificate");
        String key = decoded(args, 1, "unable to decode base64 private key");
        PemObject block = PrivateKeys.block(cert);
        if (block == null) {
            throw new TemplateException("unable to decode certificate");
        }
        parse(block);
        signingKey(key);
        return new Certificate(cert, key);
    }

    private static String decoded(List<@Nullable Object> args, int index, String problem) {
        try {
            return GoText.decode(BaseCodecs.bytes64(StringFunctions.text(args, index)));
        } catch (TemplateException e) {
            throw new TemplateException(problem);
        }
    }
}
