/** Reading and writing TorchScript archives without libtorch and without executing them: zip, pickle, Python dialect. */
package org.layergraft.torchscript;
