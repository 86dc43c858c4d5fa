package dev.auditflow.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Envelopes come from wherever, so reading one is safe for any bytes. */
class EnvelopeProperties {
    private static final SigningKey KEY = SigningKey.generate(KeyKind.ED25519);

    @Property
    void whatIsSignedReadsBackAndVerifies(@ForAll byte[] body) throws Exception {
        Envelope envelope = Envelope.sign(body, KEY);
        Envelope read = Envelope.read(envelope.json());
        assertThat(read).isEqualTo(envelope);
        assertThat(read.body()).isEqualTo(body);
        assertThat(read.isSignedBy(KEY.verifying())).isTrue();
        assertThat(read.isSignedBy(SigningKey.generate(KeyKind.ED25519).verifying()))
                .isFalse();
    }

    @Property
    void oneFlippedBitIsSeen(@ForAll byte[] body, @ForAll @IntRange(min = 0) int bit) throws Exception {
        if (body.length == 0) {
            return;
        }
        byte[] other = body.clone();
        int place = bit % (body.length * 8);
        other[place / 8] ^= (byte) (1 << (place % 8));
        Envelope signed = Envelope.sign(body, KEY);
        Envelope forged =
                new Envelope(signed.payloadType(), Base64.getEncoder().encodeToString(other), signed.signatures());
        assertThat(forged.isSignedBy(KEY.verifying())).isFalse();
        Envelope retyped = new Envelope(signed.payloadType() + "x", signed.payload(), signed.signatures());
        assertThat(retyped.isSignedBy(KEY.verifying())).isFalse();
    }

    /** Bytes of a real envelope, changed by chance: it reads, or says why not. */
    @Property(tries = 3000)
    void anyTextReadsOrSaysWhyNot(@ForAll long seed) {
        byte[] bytes = Envelope.sign("{\"a\":[1]}".getBytes(StandardCharsets.UTF_8), KEY)
                .json()
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(seed);
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            Envelope envelope = Envelope.read(text);
            envelope.isSignedBy(KEY.verifying());
            Statement statement = Statement.read(envelope.statement());
            assertThat(statement.subjects()).isNotNull();
        } catch (Envelope.Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Example
    void bothAlphabetsOfBase64AreRead() throws Exception {
        byte[] body = new byte[] {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 1};
        Envelope signed = Envelope.sign(body, KEY);
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String json = "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"extra\":{},\"signatures\":[{\"sig\":\"%s\"}]}"
                .formatted(
                        signed.payloadType(),
                        url.encodeToString(body),
                        url.encodeToString(Base64.getDecoder()
                                .decode(signed.signatures().getFirst().signature())));
        assertThat(Envelope.read(json).isSignedBy(KEY.verifying())).isTrue();
    }

    @Example
    void whatIsNoEnvelopeIsRefused() {
        for (String text : new String[] {
            "",
            "[]",
            "{}",
            "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[]}",
            "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":1}]}",
            "{\"payload\":\"%\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":\"\"}]}",
            "{\"payload\":\"\",\"payloadType\":\"a\",\"payloadType\":\"b\",\"signatures\":[{\"sig\":\"\"}]}",
            "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":\"\"}]} more",
            "[".repeat(100_000)
        }) {
            assertThatThrownBy(() -> Envelope.read(text)).isInstanceOf(Envelope.Malformed.class);
        }
    }
}
