package org.layergraft.diagnosis;

/** What is known of failures that are not DDP's own, by PyTorch's words or the exit code. */
final class Failures {

    private Failures() {}

    /** 128 + SIGKILL. The system does that when memory runs out, and so does a person; the exit code cannot tell. */
    static boolean killed(Headline headline) {
        return headline.died().orElse(0) == 137;
    }

    /**
     * @param alone it failed on one device, too
     * @param bare the model has no parameters
     * @return the name of an explanation
     */
    static String why(Headline headline, boolean memory, boolean alone, boolean bare) {
        if (memory) {
            return "out_of_memory";
        }
        if (headline.died().isPresent()) {
            return killed(headline) ? "killed" : "died";
        }
        String message = headline.message().orElse("");
        if (message.contains("does not require grad and does not have a grad_fn")) {
            return "loss_without_grad";
        }
        if (message.contains("doesn't have any parameter that requires a gradient")) {
            return bare ? "no_parameters" : "nothing_to_train";
        }
        if (message.contains("Expected all tensors to be on the same device")) {
            return "device_fixed";
        }
        return alone ? "fails_alone" : "failed";
    }
}
