package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.admission.review.MalformedReview;
import dev.auditflow.admission.review.ReviewReader;
import dev.auditflow.admission.review.Warnings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Bytes from anywhere become a request or a sentence, and any text becomes a warning that arrives. */
class ReviewProperties {
    private static final byte[] GOOD = Review.create(Review.GOOD_POD).bytes();

    @Property(tries = 2_000)
    void bytesAreARequestOrASentence(@ForAll byte[] body) {
        assertThat(answered(body)).isNotEmpty();
    }

    /** Four bytes that no reader of Unicode takes for the start of anything. */
    @Example
    void anUnusualOrderOfBytesIsASentence() {
        assertThat(answered(new byte[] {0, 0, -1, -2})).contains("is no UTF-8");
    }

    @Property(tries = 5_000)
    void aReviewWithOneByteChangedIsARequestOrASentence(@ForAll @IntRange(max = 10_000) int at, @ForAll byte other) {
        byte[] body = GOOD.clone();
        body[at % body.length] = other;
        assertThat(answered(body)).isNotEmpty();
    }

    @Property(tries = 1_000)
    void aReviewThatEndsEarlyIsASentence(@ForAll @IntRange(max = 10_000) int length) {
        byte[] body = java.util.Arrays.copyOf(GOOD, length % GOOD.length);
        assertThat(answered(body)).startsWith("The ");
    }

    @Property(tries = 2_000)
    void warningsArrive(@ForAll @Size(max = 100) List<String> texts) {
        List<String> warnings = Warnings.of(texts);
        int total = 0;
        for (String warning : warnings) {
            assertThat(warning.codePoints()).noneMatch(Character::isISOControl);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(warning)).isTrue();
            assertThat(warning.codePointCount(0, warning.length())).isBetween(1, 120);
            total += warning.codePointCount(0, warning.length());
        }
        assertThat(total).isLessThanOrEqualTo(4_096);
        assertThat(warnings).doesNotHaveDuplicates();
    }

    private static String answered(byte[] body) {
        try {
            AdmissionRequest request = ReviewReader.read(body);
            return request.uid();
        } catch (MalformedReview e) {
            return String.valueOf(e.getMessage());
        }
    }
}
