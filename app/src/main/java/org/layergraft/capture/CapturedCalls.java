package org.layergraft.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who called whom, seen through checkpoints, and which call of each module is drawn. */
final class CapturedCalls {

    private final Recorded recorded;
    private final PlainGraph plain;
    private final List<Recorded.Call> calls;
    private final int[] caller;
    private final Map<Integer, Integer> shown = new TreeMap<>();

    CapturedCalls(Recorded recorded, PlainGraph plain) {
        this.recorded = recorded;
        this.plain = plain;
        this.calls = plain.iteration().calls();
        this.caller = new int[calls.size()];
        choose();
    }

    int size() {
        return calls.size();
    }

    Recorded.Call get(int call) {
        return calls.get(call);
    }

    /** The module's call that made this one; -1 for the root. */
    int caller(int call) {
        return caller[call];
    }

    /** The drawn call of each module, by module. */
    Map<Integer, Integer> shown() {
        return shown;
    }

    /** The root's call, if it was called. */
    Optional<Integer> root() {
        return shown.values().stream().filter(c -> path(c).isEmpty()).findFirst();
    }

    /** The call of each module that is drawn: the first one that the graph knows. */
    private void choose() {
        for (int c = 0; c < calls.size(); c++) {
            int at = calls.get(c).parent();
            while (at >= 0 && calls.get(at).segment().isPresent()) {
                at = calls.get(at).parent();
            }
            caller[c] = at;
            boolean seen = calls.get(c).segment().isEmpty() && calls.get(c).module() >= 0 && plain.isSeen(c);
            if (seen) {
                shown.putIfAbsent(calls.get(c).module(), c);
            }
        }
        // A segment that was never computed again shows at least what was called.
        for (int c = 0; c < calls.size(); c++) {
            if (calls.get(c).segment().isEmpty() && calls.get(c).module() >= 0) {
                shown.putIfAbsent(calls.get(c).module(), c);
            }
        }
    }

    /** Of the module that is called. */
    String path(int call) {
        return recorded.model().modules().get(calls.get(call).module()).path();
    }

    /** Whether it is the call of its module that is drawn. */
    boolean isShown(int call) {
        return call >= 0 && shown.getOrDefault(calls.get(call).module(), -1) == call;
    }

    /** The call in whose forward a node stands; checkpoints are seen through. */
    int home(int node) {
        int at = plain.call(node);
        while (at >= 0 && calls.get(at).segment().isPresent()) {
            at = calls.get(at).parent();
        }
        return at;
    }

    /** {@code 1.boxes} is part of the second argument, {@code mask=} the one of that name. */
    String argument(int call, String path) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        if (head.endsWith("=")) {
            return head.substring(0, head.length() - 1);
        }
        List<String> names =
                recorded.model().modules().get(calls.get(call).module()).arguments();
        try {
            int place = Integer.parseInt(head);
            return place < names.size() ? names.get(place) : head;
        } catch (NumberFormatException _) {
            return path.endsWith("=") && dot >= 0 ? head : head.isEmpty() ? "input" : head;
        }
    }

    /** A call and those around it, outermost first. */
    List<Integer> around(int call) {
        var chain = new ArrayList<Integer>();
        for (int at = call; at >= 0; at = caller[at]) {
            chain.addFirst(at);
        }
        return chain;
    }

    /** The argument that is this value, where a call was given it as such. */
    private Optional<Recorded.Seen> given(int call, int value) {
        return calls.get(call).inputs().stream()
                .filter(s -> plain.resolve(s.node(), s.port()) == value)
                .findFirst();
    }

    /** Its name; "" where it was not given as such. */
    String argumentOf(int call, int value) {
        return given(call, value).map(s -> argument(call, s.path())).orElse("");
    }

    /** Of a value that came by another way, a name of its own. */
    String argumentName(int call, int value) {
        return given(call, value)
                .or(() -> calls.get(call).inputs().size() == 1
                        ? Optional.of(calls.get(call).inputs().getFirst())
                        : Optional.empty())
                .map(s -> argument(call, s.path()))
                .orElse("…");
    }

    /** The ancestor of a call that was called by this one; -1 if there is none. */
    int upTo(int call, int by) {
        int at = call;
        while (at >= 0 && caller[at] != by) {
            at = caller[at];
        }
        return at;
    }
}
