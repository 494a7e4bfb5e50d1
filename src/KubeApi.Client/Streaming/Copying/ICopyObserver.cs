using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Receives notifications about a copy. Called on any thread.</summary>
public interface ICopyObserver
{
    /// <summary>More content was transferred.</summary>
    /// <param name="bytes">The number of bytes; negative if bytes are sent again.</param>
    void Advanced(long bytes);

    /// <summary>An item is not copied; the copy of the others continues.</summary>
    /// <param name="path">The item.</param>
    /// <param name="failure">The reason.</param>
    void Failed(string path, KubeApiException failure);

    /// <summary>A connection broke, and the copy resumes after a delay.</summary>
    /// <param name="path">The item.</param>
    /// <param name="failure">The failure of the connection.</param>
    /// <param name="delay">The pause.</param>
    void Resuming(string path, KubeApiException failure, TimeSpan delay);

    /// <summary>A problem that does not stop the copy.</summary>
    void Warning(string message);
}
