using System.Security.Cryptography;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// Copies one local file into a container: under a temporary name until it is complete. After a cut, it resumes after the received part if the
/// container can prove its content.
/// </summary>
/// <param name="tools">The commands of the container.</param>
/// <param name="file">The file.</param>
/// <param name="target">Its final path in the container.</param>
/// <param name="verifies">Whether its SHA-256 is compared.</param>
internal sealed class FileUpload(PodTools tools, LocalItem file, string target, bool verifies)
{
    // Never `cat > FILE` alone: the shell becomes cat, standard output closes, and containerd then closes the input, with exit code 0.
    private const string WriteScript = "echo $$ >&2; cat > \"$1\"; r=$?; cat >/dev/null; exit $r";
    private const string AppendScript = "echo $$ >&2; cat >> \"$1\"; r=$?; cat >/dev/null; exit $r";

    private readonly List<string> _parts = [NewPart(target)];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isResumed;

    private string Part => _parts[^1];

    /// <summary>Copies the file. An incomplete copy is removed.</summary>
    /// <exception cref="KubeApiException">The file was not copied.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            var stream = Open();
            await using var closing = stream.ConfigureAwait(false);
            var size = stream.Length;
            await SendAllAsync(stream, size, cancellationToken).ConfigureAwait(false);
            await CheckAsync(size, cancellationToken).ConfigureAwait(false);
            await tools.MoveAsync([(Part, target)], cancellationToken).ConfigureAwait(false);
            isDone = true;
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            throw CopyFailure.Local(file.Path, e);
        }
        finally
        {
            _hash.Dispose();
            string[] left = [.. isDone ? _parts.SkipLast(1) : _parts];
            await (left.Length > 0 ? tools.RemoveAsync(left) : Task.CompletedTask).ConfigureAwait(false);
        }
    }

    private FileStream Open() => new(file.Path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    });

    private async Task SendAllAsync(FileStream stream, long size, CancellationToken cancellationToken)
    {
        var retry = new CopyRetry(tools.Clock, tools.Observer);
        long offset = 0, furthest = 0;
        while (true)
        {
            var writer = new CopyCommand(tools.Starter, "sh", "-c", offset == 0 ? WriteScript : AppendScript, "sh", Part)
            {
                SendAsync = (input, token) => ReadAhead.CopyAsync(
                    new ExactStream(stream, size - offset, verifies || _isResumed ? _hash : null, tools.Observer), input, token),
            };
            try
            {
                var result = await writer.RunAsync(cancellationToken).ConfigureAwait(false);
                // The first line is the number of the process.
                var errors = result.ErrorText;
                (result with { ErrorText = errors[(errors.IndexOf('\n') + 1)..] }).Rename([(Part, target)]).RequireCopy(file.Path, target);
                return;
            }
            catch (KubeApiException e) when (CopyRetry.IsCut(e))
            {
                if (!await retry.PauseAsync(file.Path, e, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                var sent = stream.Position;
                offset = await ResumeAsync(stream, size, writer.ErrorText, e, cancellationToken).ConfigureAwait(false);
                tools.Observer.Advanced(offset - sent);
                if (offset > furthest)
                {
                    furthest = offset;
                    retry.Reset();
                }
            }
        }
    }

    // The number of bytes that have arrived and match the file.
    private async Task<long> ResumeAsync(FileStream stream, long size, string announced, KubeApiException cut, CancellationToken cancellationToken)
    {
        _isResumed = true;
        var isEnded = await tools.KillAsync(announced, cancellationToken).ConfigureAwait(false);
        var arrived = isEnded && await tools.StatAsync([Part], cancellationToken).ConfigureAwait(false) is [{ Kind: ItemKind.File } part] ? part.Size : 0;
        if (arrived > 0 && arrived <= size)
        {
            var hashes = await tools.HashAsync([Part], cancellationToken).ConfigureAwait(false)
                ?? throw CopyFailure.Broken($"'{file.Path}'", "The container has no sha256sum to resume the copy.", cut);
            Restart(stream);
            await ContentHash.AddAsync(_hash, stream, arrived, cancellationToken).ConfigureAwait(false);
            if (ContentHash.Text(_hash) == hashes[0])
            {
                return arrived;
            }
        }

        // In another file: a writer whose process is not known may still be about to open this one.
        _parts.Add(NewPart(target));
        Restart(stream);
        return 0;
    }

    private static string NewPart(string target) => PodPath.Combine(PodPath.ParentOf(target), PodPath.NewPart());

    private void Restart(FileStream stream)
    {
        stream.Position = 0;
        _ = _hash.GetHashAndReset();
    }

    private async Task CheckAsync(long size, CancellationToken cancellationToken)
    {
        var modified = File.GetLastWriteTimeUtc(file.Path);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file.Path) & PodItem.Permissions;
        var describing = tools.DescribeAsync(Part, mode, modified, cancellationToken);
        var arrived = await tools.StatAsync([Part], cancellationToken).ConfigureAwait(false);
        await describing.ConfigureAwait(false);
        if (arrived is not [{ Kind: ItemKind.File } part] || part.Size != size)
        {
            throw CopyFailure.Differs(file.Path, $"{(arrived is [var other] ? other.Size : 0)} of its {size} bytes are in the container");
        }

        if (!verifies && !_isResumed)
        {
            return;
        }

        var hashes = await tools.HashAsync([Part], cancellationToken).ConfigureAwait(false)
            ?? throw PodTools.NoHash();
        if (ContentHash.Text(_hash) != hashes[0])
        {
            throw CopyFailure.Differs(file.Path, "its SHA-256 in the container differs");
        }
    }
}
