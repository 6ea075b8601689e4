/** Runs inside a rank process: PyTorch's own DDP Reducer through JavaCPP. The only package that knows {@code org.bytedeco}. */
package org.layergraft.step.ddp;
