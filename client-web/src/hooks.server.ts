import { API_URL } from '$app/env/private';
import { fetchFromApi, handleApiPages } from 'web-kit/api-hooks.ts';

export const handle = handleApiPages;
export const handleFetch = fetchFromApi(API_URL, '/graphql');
