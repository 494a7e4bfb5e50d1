namespace KubeApi.Client.Streaming;

/// <summary>Some lines of one log, or the failure that ended it.</summary>
/// <param name="Target">The container; null for the failure of several, such as that of a watch.</param>
/// <param name="Lines">The lines, in order.</param>
/// <param name="Failure">The failure; null for none.</param>
public readonly record struct LogBatch(LogTarget? Target, IReadOnlyList<LogLine> Lines, Exception? Failure = null);
