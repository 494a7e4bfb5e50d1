namespace KubeApi.Client.Reading;

/// <summary>A part of an answer: the bytes of one JSON value, or text.</summary>
/// <param name="Json">One JSON value; null for text.</param>
/// <param name="Text">All of the text, or one line of a text that goes on; null for JSON.</param>
public readonly record struct ResponsePart(byte[]? Json, string? Text);
