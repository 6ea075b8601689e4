package org.layergraft.step.ddp;

import org.bytedeco.pytorch.Tensor;

/**
 * A distinct parameter of a loaded module.
 *
 * @param name its first state-dict name, as {@code named_parameters()} lists it
 * @param ddpName what DDP's messages call it: the name of the <em>last</em> module that owns it, with a leading dot on the root
 *     module ({@code .class_embed}); torch/nn/parallel/distributed.py, {@code _build_debug_param_to_name_mapping}
 * @param sparse belongs to an embedding with {@code sparse=True}
 */
record Named(String name, String ddpName, Tensor tensor, boolean trainable, boolean sparse) {

    Named alsoCalled(String laterName) {
        return new Named(name, laterName, tensor, trainable, sparse);
    }
}
