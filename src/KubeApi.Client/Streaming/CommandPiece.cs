namespace KubeApi.Client.Streaming;

/// <summary>Some output of a command, or its end: a result, or a failure.</summary>
/// <param name="Target">The container.</param>
/// <param name="Lines">The lines, in order.</param>
/// <param name="IsError">Whether the lines came on standard error.</param>
/// <param name="Result">How the command ended; null before.</param>
/// <param name="Failure">Why its end is not known, or why it was not started; null for none.</param>
public readonly record struct CommandPiece(
    CommandTarget Target, IReadOnlyList<string> Lines, bool IsError, CommandResult? Result = null, Exception? Failure = null);
