namespace KubeApi.Client.Configuration;

/// <summary>Locks a file against concurrent changes with a second file, as kubectl does: <c>config.lock</c>, which exists while the file is locked.</summary>
public static class FileLock
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file that is changed, in full. It need not exist.</param>
    /// <param name="timeout">The maximum time to wait for the lock.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The lock; disposing it removes its file.</returns>
    /// <exception cref="IOException">Others held it for too long, or its file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static async Task<IDisposable> TakeAsync(string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var name = path + ".lock";
        for (var end = DateTime.UtcNow + timeout; ; await Task.Delay(s_interval, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                return new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            // Windows refuses access while the file of the last lock is being deleted.
            catch (Exception e) when ((e is IOException || (e is UnauthorizedAccessException && OperatingSystem.IsWindows())) && File.Exists(name))
            {
                if (DateTime.UtcNow >= end)
                {
                    throw new IOException($"Another command is changing it: '{name}' exists. If no command is, remove that file.", e);
                }
            }
            catch (IOException e) when (e is not DirectoryNotFoundException && DateTime.UtcNow < end)
            {
                // The lock was released just now.
            }
        }
    }
}
