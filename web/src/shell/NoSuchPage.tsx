import { Link } from '@tanstack/react-router';

export function NoSuchPage() {
  return (
    <div className="py-24">
      <h1 className="figure text-4xl">Nothing is kept at this address.</h1>
      <p className="mt-3 text-soft">
        <Link to="/" className="underline underline-offset-2">
          Back to the overview
        </Link>
      </p>
    </div>
  );
}
