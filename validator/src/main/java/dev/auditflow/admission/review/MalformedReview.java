package dev.auditflow.admission.review;

/** The body is no admission review that can be answered; the message is a sentence for whoever sent it. */
public final class MalformedReview extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedReview(String message) {
        super(message);
    }
}
