package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates, made from the rendering's seed and clock. The table names no class of the library that makes
 * them: checking the signatures of its archives takes longer than most renderings, and few charts ask for it.
 */
final class CertificateFunctions {
    private static final String RESULT = " (sprig.certificate, error)";
    private static final String SELF = "string, []interface {}, []interface {}, int";

    private CertificateFunctions() {}

    /** Makes a certificate of the arguments; {@code name} is the function's. */
    private interface Maker {
        Object make(FnContext context, String name, List<@Nullable Object> args);
    }

    static List<Fn> functions() {
        return List.of(
                RandomFunctions.noisy(
                        "genPrivateKey", "func(string) string", (c, a) -> CertificateMaker.privateKey(c, a)),
                new Fn("buildCustomCert", "func(string, string)" + RESULT, (c, a) -> CertificateMaker.custom(a)),
                made("genCA", "string, int", (c, n, a) -> CertificateMaker.authority(c, n, a)),
                made("genCAWithKey", "string, int, string", (c, n, a) -> CertificateMaker.authority(c, n, a)),
                made("genSelfSignedCert", SELF, (c, n, a) -> CertificateMaker.selfSigned(c, n, a)),
                made("genSelfSignedCertWithKey", SELF + ", string", (c, n, a) -> CertificateMaker.selfSigned(c, n, a)),
                made("genSignedCert", SELF + ", sprig.certificate", (c, n, a) -> CertificateMaker.signed(c, n, a)),
                made(
                        "genSignedCertWithKey",
                        SELF + ", sprig.certificate, string",
                        (c, n, a) -> CertificateMaker.signed(c, n, a)));
    }

    private static Fn made(String name, String parameters, Maker maker) {
        return new Fn(name, "func(" + parameters + ")" + RESULT, (c, a) -> maker.make(c, name, a));
    }
}
