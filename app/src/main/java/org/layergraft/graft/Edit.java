package org.layergraft.graft;

import java.util.Optional;

/**
 * One change to a model. {@code module} is a module path as PyTorch prints it, "" for the root; {@code after} is a node id (see
 * {@link org.layergraft.model.FlowNode}) whose value is tapped.
 */
public sealed interface Edit {

    /** A parameter or layer that exists in {@code module} and is used by nothing. */
    record Declare(String module, LayerSpec layer, Scope scope) implements Edit {}

    /** The value of {@code after} goes through the layer before anything reads it. */
    record Insert(String module, String after, LayerSpec layer, Scope scope) implements Edit {}

    /** The layer reads the value of {@code after}; its result goes where {@code use} says. */
    record Branch(String module, String after, LayerSpec layer, Use use, double weight, Scope scope) implements Edit {}

    /** Takes out an addition of an earlier edit, or a parameter or module nothing uses. {@code target} is its path, or a glob. */
    record Remove(String target) implements Edit {}

    /**
     * The layer stands around the module, in place: what the module's forward gave goes through the layer before anybody gets it.
     * The module keeps its path and its parameters their names; the layer becomes its child. {@code module} may be a glob. With
     * {@link Scope#ALL} every module of the same original class is wrapped, each with sizes of its own.
     */
    record Wrap(String module, LayerSpec layer, Scope scope) implements Edit {}

    /** The layer takes the module's place; the attribute keeps its name unless the layer has another. Scope and glob as in Wrap. */
    record Replace(String module, LayerSpec layer, Scope scope) implements Edit {}

    /** A parameter, buffer or module gets another name where it is. {@code to} is the new last part of its path. */
    record Rename(String target, String to) implements Edit {}

    /** requires_grad becomes false. {@code target} is a parameter or module path, or a glob: {@code {fc1.weight,head.*}}. */
    record Freeze(String target) implements Edit {}

    /** requires_grad becomes true, where the dtype allows it. */
    record Unfreeze(String target) implements Edit {}

    /**
     * 0 times the sum of these parameters is added to the loss, which stays what it is: now each has a gradient in every forward, zero
     * where nothing else gives one. {@code parameters} is a parameter or module path, or a glob. What is frozen or holds no
     * floating-point numbers is left out.
     */
    record AddZero(String parameters) implements Edit {}

    /** What it adds, for the edits that add something. */
    default Optional<LayerSpec> added() {
        return switch (this) {
            case Declare edit -> Optional.of(edit.layer);
            case Insert edit -> Optional.of(edit.layer);
            case Branch edit -> Optional.of(edit.layer);
            case Wrap edit -> Optional.of(edit.layer);
            case Replace edit -> Optional.of(edit.layer);
            case Remove _, Freeze _, Unfreeze _, AddZero _, Rename _ -> Optional.empty();
        };
    }

    /** The same edit with another layer; itself where it adds none. */
    default Edit with(LayerSpec other) {
        return switch (this) {
            case Declare(String module, LayerSpec _, Scope scope) -> new Declare(module, other, scope);
            case Insert(String module, String after, LayerSpec _, Scope scope) ->
                new Insert(module, after, other, scope);
            case Branch(String module, String after, LayerSpec _, Use use, double weight, Scope scope) ->
                new Branch(module, after, other, use, weight, scope);
            case Wrap(String module, LayerSpec _, Scope scope) -> new Wrap(module, other, scope);
            case Replace(String module, LayerSpec _, Scope scope) -> new Replace(module, other, scope);
            case Remove _, Freeze _, Unfreeze _, AddZero _, Rename _ -> this;
        };
    }

    /** Several modules may share one TorchScript class. */
    enum Scope {
        /** Only this instance; its class is cloned. */
        THIS,
        /** Every instance of the class. */
        ALL
    }

    /** What becomes of a branch's result. */
    enum Use {
        IGNORED,
        OUTPUT,
        LOSS
    }
}
