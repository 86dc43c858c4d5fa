package dev.auditflow.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;

/** The example of the DSSE specification's protocol page. */
class DsseVectorTest {
    private static final String TYPE = "http://example.com/HelloWorld";
    private static final byte[] BODY = "hello world".getBytes(StandardCharsets.UTF_8);

    @Test
    void isEncodedAsThere() {
        assertThat(new String(Dsse.encode(TYPE, BODY), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void lengthsAreCountsOfBytes() {
        byte[] body = "ü".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(Dsse.encode("é", body), StandardCharsets.UTF_8)).isEqualTo("DSSEv1 2 é 2 ü");
    }

    @Test
    void itsSignatureIsRight() throws Exception {
        VerifyingKey key = VerifyingKey.of("the vector", publicKey());
        byte[] raw = Base64.getDecoder()
                .decode("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
        BigInteger order = ((ECPublicKey) publicKey()).getParams().getOrder();
        byte[] der = StandardDSAEncoding.INSTANCE.encode(
                order,
                new BigInteger(1, Arrays.copyOfRange(raw, 0, 32)),
                new BigInteger(1, Arrays.copyOfRange(raw, 32, 64)));
        assertThat(key.verifies(Dsse.encode(TYPE, BODY), der)).isTrue();
        assertThat(key.verifies(Dsse.encode(TYPE + "s", BODY), der)).isFalse();
        assertThat(key.verifies(BODY, der)).isFalse();
    }

    private static PublicKey publicKey() throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(
                new BigInteger("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
                new BigInteger("5640078356564379163099075877009565129882514886557779369047442380624545832820"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }
}
