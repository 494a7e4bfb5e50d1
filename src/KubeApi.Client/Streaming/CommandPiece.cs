namespace KubeApi.Client.Streaming;

/// <summary>Some output of a command, or its end: a result, or a failure.</summary>
/// <param name="Target">The container.</param>
/// <param name="Lines">The lines, in order.</param>
/// <param name="IsError">Whether the lines came on standard error.</param>
/// <param name="Result">The result of the command; null before its end.</param>
/// <param name="Failure">The failure that prevented the command from starting, or that hides its result; null for none.</param>
public readonly record struct CommandPiece(
    CommandTarget Target, IReadOnlyList<string> Lines, bool IsError, CommandResult? Result = null, Exception? Failure = null);
