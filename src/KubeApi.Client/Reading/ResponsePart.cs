namespace KubeApi.Client.Reading;

/// <summary>A part of a response: the bytes of one JSON value, or a line.</summary>
/// <param name="Json">One JSON value; null for a line.</param>
/// <param name="Text">One line, without its end; null for JSON.</param>
public readonly record struct ResponsePart(byte[]? Json, string? Text);
