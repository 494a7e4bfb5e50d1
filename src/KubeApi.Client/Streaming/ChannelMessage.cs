namespace KubeApi.Client.Streaming;

/// <summary>A piece of the data of one channel.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="Data">The bytes, at least one; valid until the next piece is received.</param>
public readonly record struct ChannelMessage(byte Channel, ReadOnlyMemory<byte> Data);
